// SPDX-License-Identifier: GPL-3.0-or-later
// Every page and cause can be found by its words, and links lead on.
#include "ui/results/learn_page.h"
#include "ui/widgets/markdown_view.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

using namespace doctor;

class TestLearnPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void holdsEveryPageAndCause();
    void searchWithoutAHitSaysSo();
    void searchFindsWordsInsideAPage();
    void linkOpensACauseEvenWhenFilteredOut();
    void unknownLinkChangesNothing();
    void otherLanguageKeepsThePage();
    void essentialsFitTwoScreens();
    void moreShowsVariantsAndSources();
    void searchedWordBehindMoreIsShown();

private:
    [[nodiscard]] QStringList visibleLinks() const;
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
    std::unique_ptr<ui::LearnPage> m_page;
};

void TestLearnPage::initTestCase()
{
    const auto loaded = knowledge::Knowledge::load(QStringLiteral("en"));
    QVERIFY2(loaded.has_value(), loaded ? "" : qPrintable(loaded.error().message));
    m_knowledge = *loaded;
}

void TestLearnPage::init()
{
    m_page = std::make_unique<ui::LearnPage>();
    m_page->setKnowledge(m_knowledge);
    m_page->resize(900, 600);
    m_page->show();
}

QStringList TestLearnPage::visibleLinks() const
{
    QStringList links;
    for (QTreeWidgetItemIterator it(m_page->findChild<QTreeWidget*>(), QTreeWidgetItemIterator::NotHidden); *it; ++it) {
        const QString link = (*it)->data(0, Qt::UserRole).toString();
        if (!link.isEmpty())
            links.append(link);
    }
    return links;
}

void TestLearnPage::holdsEveryPageAndCause()
{
    const QStringList links = visibleLinks();
    QCOMPARE(static_cast<size_t>(links.size()), m_knowledge->causes().size() + m_knowledge->learnPages().size());
    for (const auto& cause : m_knowledge->causes())
        QVERIFY2(links.contains(QStringLiteral("cause:") + cause.id), qPrintable(cause.id));
}

void TestLearnPage::searchWithoutAHitSaysSo()
{
    m_page->findChild<QLineEdit*>()->setText(QStringLiteral("zzqx"));
    QVERIFY(visibleLinks().isEmpty());
    bool said = false;
    for (const QLabel* label : m_page->findChildren<QLabel*>())
        said = said || (label->isVisible() && label->text().startsWith(QStringLiteral("No page holds")));
    QVERIFY(said);
}

void TestLearnPage::searchFindsWordsInsideAPage()
{
    const auto all = visibleLinks().size();
    const QString title = m_knowledge->page(QStringLiteral("rate-limit"))->title;
    m_page->findChild<QLineEdit*>()->setText(title.toUpper());
    const QStringList links = visibleLinks();
    QVERIFY(links.contains(QStringLiteral("cause:rate-limit")));
    QVERIFY(links.size() < all);
    m_page->findChild<QLineEdit*>()->clear();
    QCOMPARE(visibleLinks().size(), all);
}

void TestLearnPage::linkOpensACauseEvenWhenFilteredOut()
{
    m_page->findChild<QLineEdit*>()->setText(QStringLiteral("zzqx"));
    m_page->showCause(QStringLiteral("server-idle-timeout"));
    const QString title = m_knowledge->page(QStringLiteral("server-idle-timeout"))->title;
    QVERIFY(m_page->findChild<ui::MarkdownView*>()->toPlainText().startsWith(title));
    m_page->findChild<ui::MarkdownView*>()->innerLinkActivated(QStringLiteral("cause:port-closed"));
    QVERIFY(m_page->findChild<ui::MarkdownView*>()->toPlainText().startsWith(
        m_knowledge->page(QStringLiteral("port-closed"))->title));
}

void TestLearnPage::unknownLinkChangesNothing()
{
    m_page->showCause(QStringLiteral("port-closed"));
    const QString before = m_page->findChild<ui::MarkdownView*>()->toPlainText();
    m_page->showCause(QStringLiteral("no-such-cause"));
    QCOMPARE(m_page->findChild<ui::MarkdownView*>()->toPlainText(), before);
}

void TestLearnPage::otherLanguageKeepsThePage()
{
    m_page->showCause(QStringLiteral("port-closed"));
    const auto german = knowledge::Knowledge::load(QStringLiteral("de"));
    QVERIFY(german.has_value());
    m_page->setKnowledge(*german);
    QVERIFY(m_page->findChild<ui::MarkdownView*>()->toPlainText().startsWith(
        (*german)->page(QStringLiteral("port-closed"))->title));
}

/// Before "more" no page of a cause is longer than two screens of 1280x800, in either language.
void TestLearnPage::essentialsFitTwoScreens()
{
    for (const auto& language : knowledge::Knowledge::languages()) {
        const auto knowledge = knowledge::Knowledge::load(language);
        QVERIFY(knowledge.has_value());
        m_page->setKnowledge(*knowledge);
        m_page->resize(1080, 700); // what a window of 1280x800 leaves for the page
        for (const auto& cause : (*knowledge)->causes()) {
            m_page->showCause(cause.id);
            auto* view = m_page->findChild<ui::MarkdownView*>();
            QCoreApplication::processEvents();
            const double height = view->document()->size().height();
            QVERIFY2(height <= 2 * 800, qPrintable(QStringLiteral("%1 %2: %3").arg(language, cause.id).arg(height)));
        }
    }
}

void TestLearnPage::moreShowsVariantsAndSources()
{
    m_page->showCause(QStringLiteral("middlebox-idle-timeout"));
    auto* view = m_page->findChild<ui::MarkdownView*>();
    auto* more = m_page->findChild<QPushButton*>(QStringLiteral("moreAboutCause"));
    QVERIFY(more && more->isVisible());
    const auto variant = knowledge::findVariant(*m_knowledge, QStringLiteral("nat-forgets"));
    QVERIFY(variant.variant);
    QVERIFY(!view->toPlainText().contains(variant.variant->title));
    more->click();
    QVERIFY(view->toPlainText().contains(variant.variant->title));
    QVERIFY(view->toPlainText().contains(m_knowledge->sources(QStringLiteral("middlebox-idle-timeout")).front().title));
    m_page->showCause(QStringLiteral("port-closed"));
    QVERIFY(!more->isChecked());
    m_page->showPage(QStringLiteral("meaning"));
    QVERIFY(!more->isVisible());
}

void TestLearnPage::searchedWordBehindMoreIsShown()
{
    m_page->findChild<QLineEdit*>()->setText(QStringLiteral("ApplianceModeSupport"));
    QVERIFY(visibleLinks().contains(QStringLiteral("cause:middlebox-idle-timeout")));
    QVERIFY(m_page->findChild<ui::MarkdownView*>()->toPlainText().contains(QStringLiteral("ApplianceModeSupport")));
}

QTEST_MAIN(TestLearnPage)
#include "test_learn_page.moc"
