// SPDX-License-Identifier: GPL-3.0-or-later
// Headline on top; below it causes, charts and tests as three views of one session.
#include "ui/results/result_page.h"

#include "app/engine/session_controller.h"
#include "ui/results/cause_details.h"
#include "ui/results/cause_list.h"
#include "ui/results/coverage.h"
#include "ui/results/figure_gallery.h"
#include "ui/results/test_tree.h"
#include "ui/results/time_filter.h"
#include "ui/results/verdict_header.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/text_label.h"

#include <QApplication>
#include <QEvent>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace doctor::ui
{

namespace
{

constexpr int LowLines = 36;      ///< in a window lower than this the causes need the room
constexpr int NarrowColumns = 70; ///< below this many average characters the list stands above the details

} // namespace

struct ResultPage::Impl {
    core::Session session;
    std::shared_ptr<const knowledge::Knowledge> knowledge;
    VerdictHeader* header = nullptr;
    Banner* partial = nullptr;
    QTabWidget* tabs = nullptr;
    QSplitter* splitter = nullptr;
    QListView* list = nullptr;
    CauseModel* model = nullptr;
    QPushButton* others = nullptr;
    TextLabel* scale = nullptr; ///< what the words of likelihood stand for
    CauseDetails* details = nullptr;
    FigureGallery* charts = nullptr;
    TestTree* tests = nullptr;
    TimeFilter* time = nullptr;

    QWidget* makeCauses(ResultPage* page);
    void update(ResultPage* page);
    void updateOthers();
    void showCause(int row);
    void showSpan();
    void placeFilter();
};

ResultPage::ResultPage(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>())
{
    Impl& d = *m_impl;
    d.header = new VerdictHeader(this);
    d.partial = new Banner(this);
    d.tabs = new QTabWidget(this);
    d.tabs->setDocumentMode(true);
    d.charts = new FigureGallery(this);
    d.tests = new TestTree(this);
    d.tabs->addTab(d.makeCauses(this), QString());
    d.tabs->addTab(d.charts, QString());
    d.tabs->addTab(d.tests, QString());
    d.time = new TimeFilter(d.tabs);
    d.tabs->setCornerWidget(d.time);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(d.header);
    layout->addWidget(d.partial);
    layout->addWidget(d.tabs, 1);

    connect(d.partial, &Banner::actionRequested, this,
            [this] { Q_EMIT runRemainingRequested(engine::SessionController::remainingTests(m_impl->session)); });
    connect(d.details, &CauseDetails::runTestRequested, this, &ResultPage::runTestRequested);
    connect(d.details, &CauseDetails::linkActivated, this, &ResultPage::learnRequested);
    connect(d.time, &TimeFilter::changed, this, [this] { m_impl->showSpan(); });
    connect(d.tabs, &QTabWidget::currentChanged, this, [this] { m_impl->placeFilter(); });
    const auto showAttempt = [this](const QString& test, int attempt) {
        m_impl->tabs->setCurrentWidget(m_impl->tests);
        m_impl->tests->select(test, attempt);
        m_impl->tests->setFocus(Qt::OtherFocusReason);
    };
    connect(d.charts, &FigureGallery::pointActivated, this, showAttempt);
    connect(d.details, &CauseDetails::attemptRequested, this, [this, showAttempt](const QString& test, int attempt) {
        m_impl->time->showAll(); // it counts the attempts of the whole run
        m_impl->showSpan();
        showAttempt(test, attempt);
    });
    connect(d.details, &CauseDetails::runLongerRequested, this, &ResultPage::runLongerRequested);
    connect(d.details, &CauseDetails::watchRequested, this, &ResultPage::watchRequested);
    setFocusProxy(d.list);
    d.update(this);
}

ResultPage::~ResultPage()
{
    // Children may signal while they go (a focus lost, a selection changed), so they go before what they reach.
    qDeleteAll(findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
}

QWidget* ResultPage::Impl::makeCauses(ResultPage* page)
{
    splitter = new QSplitter(page);
    splitter->setChildrenCollapsible(false);
    auto* left = new QWidget(splitter);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 8, 0, 0);
    model = new CauseModel(page);
    list = new QListView(left);
    list->setModel(model);
    list->setItemDelegate(new CauseDelegate(list));
    list->setResizeMode(QListView::Adjust);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list->setMinimumWidth(list->fontMetrics().averageCharWidth() * 26);
    others = new QPushButton(left);
    others->setAutoDefault(false);
    column->addWidget(list, 1);
    column->addWidget(others);
    scale = new TextLabel(TextLabel::Role::Quiet, left);
    column->addWidget(scale);
    details = new CauseDetails(splitter);
    splitter->addWidget(left);
    splitter->addWidget(details);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({list->fontMetrics().averageCharWidth() * 42, list->fontMetrics().averageCharWidth() * 90});
    QObject::connect(list->selectionModel(), &QItemSelectionModel::currentChanged, page,
                     [this](const QModelIndex& current) { showCause(current.row()); });
    QObject::connect(others, &QPushButton::clicked, page, [this] {
        const int row = std::max(0, list->currentIndex().row());
        model->setShowsAll(!model->showsAll());
        list->setCurrentIndex(model->index(std::min(row, model->rowCount() - 1)));
        updateOthers();
    });
    return splitter;
}

void ResultPage::setSession(const core::Session& session, std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    m_impl->session = session;
    m_impl->knowledge = std::move(knowledge);
    m_impl->update(this);
}

void ResultPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        m_impl->update(this);
}

void ResultPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const bool narrow = width() < fontMetrics().averageCharWidth() * NarrowColumns;
    m_impl->splitter->setOrientation(narrow ? Qt::Vertical : Qt::Horizontal);
    const bool low = height() < fontMetrics().lineSpacing() * LowLines;
    m_impl->scale->setVisible(!narrow && !low); // F1 says the same
    m_impl->header->setCompact(low);
}

void ResultPage::Impl::showCause(int row)
{
    details->show(session, knowledge, row);
}

void ResultPage::Impl::updateOthers()
{
    others->setVisible(model->hiddenCount() > 0);
    others->setText(model->showsAll() ? tr("Show only the leading causes")
                                      : tr("Show %n other cause(s) looked at", nullptr, model->hiddenCount()));
}

void ResultPage::Impl::update(ResultPage* page)
{
    tabs->setTabText(0, tr("Causes"));
    tabs->setTabText(1, tr("Charts"));
    tabs->setTabText(2, tr("Tests"));
    list->setAccessibleName(tr("Causes, most likely first"));
    charts->setAccessibleName(tr("Charts of this run"));
    if (!knowledge)
        return;
    header->show(session, *knowledge);
    const auto word = [this](const char* key) {
        return knowledge->text(QStringLiteral("likelihood.") + QLatin1String(key));
    };
    scale->setText(
        tr("Over 95 %: %1. From 85: %2. From 65: %3. From 35: %4. Below: %5.", "words of likelihood")
            .arg(word("almost-certain"), word("very-likely"), word("likely"), word("possible"), word("unlikely")));
    const QStringList remaining = engine::SessionController::remainingTests(session);
    if (session.complete || remaining.isEmpty()) {
        partial->setMessage({});
    } else {
        const auto done = static_cast<int>(std::count_if(session.tests.begin(), session.tests.end(), [](const auto& t) {
            return t.state == core::TestState::Done;
        }));
        const int all = done + static_cast<int>(remaining.size());
        partial->setMessage(tr("Stopped after %1 of %2 tests. What is shown holds for what was measured.",
                               "%1 tests done, %2 tests planned")
                                .arg(page->locale().toString(done), page->locale().toString(all)),
                            tr("Run the remaining %n", "number of tests", static_cast<int>(remaining.size())));
    }
    const QString wanted = list->currentIndex().data(CauseModel::IdRole).toString();
    model->setCauses(session.diagnosis.causes, knowledge);
    updateOthers();
    int row = 0;
    for (int i = 0; i < model->rowCount(); ++i) {
        if (model->index(i).data(CauseModel::IdRole).toString() == wanted)
            row = i;
    }
    // The details are built anew; a keyboard that was in there goes on in the list rather than nowhere.
    const bool hadFocus = details->isAncestorOf(QApplication::focusWidget());
    {
        const QSignalBlocker once(list->selectionModel());
        list->setCurrentIndex(model->index(row));
    }
    showCause(row);
    if (hadFocus)
        list->setFocus(Qt::OtherFocusReason);
    time->setSession(session);
    showSpan();
}

void ResultPage::Impl::showSpan()
{
    const core::Session part = time->filtered(session);
    charts->setSession(part, knowledge);
    tests->show(part, *knowledge);
    placeFilter();
}

/// The causes are those of the whole run, so no span stands beside them.
void ResultPage::Impl::placeFilter()
{
    time->setVisible(tabs->currentIndex() > 0 && time->isUseful());
}

} // namespace doctor::ui
