// SPDX-License-Identifier: GPL-3.0-or-later
// Left the contents, filtered by what is typed; right the page, with the words found marked.
#include "ui/results/learn_page.h"

#include "ui/results/cause_markdown.h"
#include "ui/widgets/markdown_view.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QEvent>
#include <QHeaderView>
#include <QJsonObject>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTextDocument>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <map>

namespace doctor::ui
{

namespace
{

constexpr int LinkRole = Qt::UserRole;     ///< "page:…" or "cause:…"; empty for a heading
constexpr int TextRole = Qt::UserRole + 1; ///< everything that the search looks through, folded

QString folded(const QString& text)
{
    return text.toCaseFolded();
}

/// Row heights for wrapped titles: Qt forgets the indentation when it breaks the lines.
class ContentsDelegate final : public QStyledItemDelegate
{
public:
    explicit ContentsDelegate(QTreeWidget* tree) : QStyledItemDelegate(tree), m_tree(tree) {}
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        int depth = 1;
        for (QModelIndex above = index.parent(); above.isValid(); above = above.parent())
            ++depth;
        QStyleOptionViewItem item(option);
        initStyleOption(&item, index);
        const int padding = 2 * (m_tree->style()->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, m_tree) + 2);
        const int width = m_tree->viewport()->width() - depth * m_tree->indentation() - padding;
        const QRect lines = QFontMetrics(item.font).boundingRect(QRect(0, 0, qMax(width, 40), 10'000), Qt::TextWordWrap,
                                                                 index.data().toString());
        return {width, qMax(lines.height() + 10, 28)};
    }

private:
    QTreeWidget* m_tree;
};

} // namespace

struct LearnPage::Impl {
    std::shared_ptr<const knowledge::Knowledge> knowledge;
    QString current;
    QLineEdit* search = nullptr;
    TextLabel* result = nullptr;
    QTreeWidget* contents = nullptr;
    MarkdownView* view = nullptr;
    QPushButton* more = nullptr; ///< checked: the whole page of a cause

    void retranslate();
    void fill();
    void addCauses();
    QTreeWidgetItem* addEntry(QTreeWidgetItem* parent, const QString& link, const QString& title, const QString& text);
    void filter();
    bool select(const QString& link);
    [[nodiscard]] QString markdownOf(const QString& link) const;
    /// Without the whole: what fits two screens.
    [[nodiscard]] QString markdownOfCause(const QString& id, bool whole) const;
    void show();
    void markFound();
};

LearnPage::LearnPage(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>())
{
    Impl& d = *m_impl;
    auto* splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    auto* left = new QWidget(splitter);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    d.search = new QLineEdit(left);
    d.search->setClearButtonEnabled(true);
    d.search->setObjectName(QStringLiteral("find"));
    d.result = new TextLabel(TextLabel::Role::Quiet, left);
    d.contents = new QTreeWidget(left);
    d.contents->setColumnCount(1);
    d.contents->header()->hide();
    d.contents->setRootIsDecorated(true);
    d.contents->setWordWrap(true);
    d.contents->setItemDelegate(new ContentsDelegate(d.contents));
    d.contents->setIndentation(fontMetrics().averageCharWidth() * 2);
    // Wrapped rows keep the height of the old width otherwise.
    connect(d.contents->header(), &QHeaderView::sectionResized, d.contents,
            [tree = d.contents] { tree->doItemsLayout(); });
    d.contents->setMinimumWidth(fontMetrics().averageCharWidth() * 26);
    column->addWidget(d.search);
    column->addWidget(d.result);
    column->addWidget(d.contents, 1);
    auto* right = new QWidget(splitter);
    auto* reading = new QVBoxLayout(right);
    reading->setContentsMargins(0, 0, 0, 0);
    d.view = new MarkdownView(MarkdownView::Mode::Scroll, right);
    d.more = new QPushButton(right);
    d.more->setObjectName(QStringLiteral("moreAboutCause"));
    d.more->setCheckable(true);
    reading->addWidget(d.view, 1);
    reading->addWidget(d.more, 0, Qt::AlignLeft);
    splitter->addWidget(left);
    splitter->addWidget(right);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 2);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(splitter);
    setFocusProxy(d.search);

    connect(d.search, &QLineEdit::textChanged, this, [this] { m_impl->filter(); });
    connect(d.search, &QLineEdit::returnPressed, this, [this] { m_impl->contents->setFocus(Qt::OtherFocusReason); });
    connect(d.contents, &QTreeWidget::currentItemChanged, this, [this](const QTreeWidgetItem* item) {
        const QString link = item ? item->data(0, LinkRole).toString() : QString();
        if (link.isEmpty())
            return;
        m_impl->current = link;
        // A word that was searched for may stand behind "more".
        const QSignalBlocker quiet(m_impl->more);
        m_impl->more->setChecked(!m_impl->search->text().trimmed().isEmpty());
        m_impl->view->setAccessibleName(item->text(0));
        m_impl->show();
    });
    connect(d.view, &MarkdownView::innerLinkActivated, this, &LearnPage::showLink);
    connect(d.more, &QPushButton::toggled, this, [this] { m_impl->show(); });
    d.retranslate();
}

LearnPage::~LearnPage()
{
    // Children may signal while they go (a focus lost, a selection changed), so they go before what they reach.
    qDeleteAll(findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
}

void LearnPage::setKnowledge(std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    if (knowledge == m_impl->knowledge)
        return;
    m_impl->knowledge = std::move(knowledge);
    m_impl->fill();
}

void LearnPage::showPage(const QString& id)
{
    showLink(QStringLiteral("page:") + id);
}

void LearnPage::showCause(const QString& id)
{
    showLink(QStringLiteral("cause:") + id);
}

void LearnPage::showLink(const QString& link)
{
    if (m_impl->select(link))
        return;
    // The filter may hide what the link leads to.
    m_impl->search->clear();
    m_impl->select(link);
}

void LearnPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        m_impl->retranslate();
        m_impl->fill();
    }
}

void LearnPage::Impl::retranslate()
{
    search->setPlaceholderText(tr("Search, for example: keep-alive"));
    search->setAccessibleName(tr("Search in all pages"));
    contents->setAccessibleName(tr("Contents"));
    more->setText(tr("More: step by step, special forms, what to ask, sources"));
}

QTreeWidgetItem* LearnPage::Impl::addEntry(QTreeWidgetItem* parent, const QString& link, const QString& title,
                                           const QString& text)
{
    auto* item = new QTreeWidgetItem(parent, {title});
    item->setData(0, LinkRole, link);
    item->setData(0, TextRole, folded(title + QLatin1Char('\n') + text));
    item->setToolTip(0, title);
    return item;
}

void LearnPage::Impl::fill()
{
    const QString wanted = current;
    contents->clear();
    if (!knowledge)
        return;
    auto* sections = new QTreeWidgetItem(contents, {tr("Why connections are closed")});
    sections->setFlags(Qt::ItemIsEnabled);
    for (const knowledge::LearnPage& page : knowledge->learnPages())
        addEntry(sections, QStringLiteral("page:") + page.id, page.title, page.markdown);
    addCauses();
    contents->expandAll();
    for (int i = 0; i < contents->topLevelItemCount(); ++i) {
        QFont bold = contents->font();
        bold.setBold(true);
        contents->topLevelItem(i)->setFont(0, bold);
    }
    filter();
    if (!select(wanted) && sections->childCount() > 0)
        contents->setCurrentItem(sections->child(0));
}

void LearnPage::Impl::addCauses()
{
    auto* all = new QTreeWidgetItem(contents, {tr("Causes")});
    all->setFlags(Qt::ItemIsEnabled);
    std::map<QString, QTreeWidgetItem*> families;
    for (const knowledge::CauseDefinition& cause : knowledge->causes()) {
        const knowledge::CausePage* page = knowledge->page(cause.id);
        if (!page)
            continue;
        QTreeWidgetItem*& family = families[cause.family];
        if (!family) {
            family = new QTreeWidgetItem(all, {knowledge->text(QStringLiteral("family.") + cause.family)});
            family->setFlags(Qt::ItemIsEnabled);
        }
        addEntry(family, QStringLiteral("cause:") + cause.id, page->title, markdownOfCause(cause.id, true));
    }
}

void LearnPage::Impl::filter()
{
    const QStringList wanted = folded(search->text()).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    int found = 0;
    QTreeWidgetItem* first = nullptr;
    const auto visit = [&](auto&& self, QTreeWidgetItem* item) -> bool {
        bool shown = false;
        for (int i = 0; i < item->childCount(); ++i)
            shown = self(self, item->child(i)) || shown;
        if (!item->data(0, LinkRole).toString().isEmpty()) {
            const QString text = item->data(0, TextRole).toString();
            shown =
                std::all_of(wanted.begin(), wanted.end(), [&text](const QString& word) { return text.contains(word); });
            found += shown;
            if (shown && !first)
                first = item;
        }
        item->setHidden(!shown);
        return shown;
    };
    for (int i = 0; i < contents->topLevelItemCount(); ++i)
        visit(visit, contents->topLevelItem(i));
    result->setVisible(!wanted.isEmpty());
    result->setText(found > 0 ? tr("%n page(s) found", nullptr, found)
                              : tr("No page holds all of these words. Try fewer or shorter ones."));
    if (wanted.isEmpty())
        return;
    const QTreeWidgetItem* now = contents->currentItem();
    if (first && (!now || now->isHidden()))
        contents->setCurrentItem(first);
    markFound();
}

bool LearnPage::Impl::select(const QString& link)
{
    if (link.isEmpty())
        return false;
    for (QTreeWidgetItemIterator it(contents, QTreeWidgetItemIterator::NotHidden); *it; ++it) {
        if ((*it)->data(0, LinkRole).toString() == link) {
            contents->setCurrentItem(*it);
            contents->scrollToItem(*it);
            return true;
        }
    }
    return false;
}

QString LearnPage::Impl::markdownOf(const QString& link) const
{
    const QString id = link.section(QLatin1Char(':'), 1);
    if (link.startsWith(QStringLiteral("cause:")))
        return markdownOfCause(id, more->isChecked());
    for (const knowledge::LearnPage& page : knowledge->learnPages()) {
        if (page.id != id)
            continue;
        const bool titled = page.markdown.trimmed().startsWith(QStringLiteral("# "));
        return titled ? page.markdown : QStringLiteral("# %1\n\n%2").arg(page.title, page.markdown);
    }
    return {};
}

QString LearnPage::Impl::markdownOfCause(const QString& id, bool whole) const
{
    const knowledge::CausePage* page = knowledge->page(id);
    if (!page)
        return {};
    QStringList parts{QStringLiteral("# ") + page->title,
                      causeEssentials(*knowledge, id, {}, whole ? Fixes::Left : Fixes::Titles)};
    if (whole)
        parts.append(causeMore(*knowledge, id, {}, Fixes::Whole));
    return parts.join(QStringLiteral("\n\n"));
}

void LearnPage::Impl::show()
{
    view->setMarkdownText(markdownOf(current));
    more->setVisible(current.startsWith(QStringLiteral("cause:")));
    markFound();
}

void LearnPage::Impl::markFound()
{
    QList<QTextEdit::ExtraSelection> marked;
    const QStringList wanted = search->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const Colours& colours = Theme::colours(view->palette());
    QTextCursor firstHit;
    for (const QString& word : wanted) {
        QTextCursor hit(view->document());
        while (!(hit = view->document()->find(word, hit)).isNull()) {
            QTextEdit::ExtraSelection selection;
            selection.cursor = hit;
            selection.format.setBackground(colours.notice);
            selection.format.setUnderlineStyle(QTextCharFormat::SingleUnderline);
            marked.append(selection);
            if (firstHit.isNull() || hit.position() < firstHit.position())
                firstHit = hit;
        }
    }
    view->setExtraSelections(marked);
    if (firstHit.isNull())
        return;
    firstHit.clearSelection();
    view->setTextCursor(firstHit);
    view->ensureCursorVisible();
}

} // namespace doctor::ui
