// SPDX-License-Identifier: GPL-3.0-or-later
// What is saved is what the preview showed; hidden words stay hidden; failures are told in the page.
#include "app/report/report.h"
#include "tests/support/sample_session.h"
#include "ui/export/report_page.h"
#include "ui/widgets/background.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextDocument>

using namespace doctor;

/// The names of the first page's facts are bold, as in the saved page.
bool namesStandOut(const QTextDocument& document)
{
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        if (block.text() == QStringLiteral("What breaks"))
            return block.begin().fragment().charFormat().fontWeight() >= QFont::DemiBold;
    }
    return false;
}

class TestReportPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void savedFileEqualsPreview();
    void everyFormatPreviewsItsOwnBytes();
    void packetsGoIntoTheArchiveOnlyWhenTicked();
    void hiddenNamesAreGoneAndListed();
    void theUserAddsAndKeepsWords();
    void theReportSpeaksItsOwnLanguage();
    void printingShowsThePagesOfThePdf();
    void printingWithoutAProgramIsToldInThePage();
    void cancelledDialogChangesNothing();
    void unwritableFileIsToldInThePage();
    void findCountsWhatIsThere();
    void newestOptionsWin();
    void pageMayGoWhileRendering();
    void backgroundRunsInOrderAndForgetsOnClear();

private:
    [[nodiscard]] QPushButton* button(const QString& text) const;
    [[nodiscard]] bool ready() const;
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
    std::unique_ptr<ui::ReportPage> m_page;
    QTemporaryDir m_folder;
    QString m_chosen;
};

void TestReportPage::initTestCase()
{
    const auto loaded = knowledge::Knowledge::load(QStringLiteral("en"));
    QVERIFY2(loaded.has_value(), loaded ? "" : qPrintable(loaded.error().message));
    m_knowledge = *loaded;
}

void TestReportPage::init()
{
    m_page = std::make_unique<ui::ReportPage>();
    m_page->setFileChooser([this](QWidget*, const QString& suggestion, const QString&) {
        return m_chosen.isEmpty() ? QString() : m_chosen + QLatin1Char('/') + suggestion;
    });
    m_chosen = m_folder.path();
    QSignalSpy shown(m_page.get(), &ui::ReportPage::previewReady);
    m_page->setSession(testsupport::sampleSession(), m_knowledge);
    m_page->resize(900, 600);
    m_page->show();
    QVERIFY(QTest::qWaitFor([this] { return ready(); }, 20'000));
}

bool TestReportPage::ready() const
{
    return !m_page->previewBytes().isEmpty();
}

QPushButton* TestReportPage::button(const QString& text) const
{
    for (auto* one : m_page->findChildren<QPushButton*>()) {
        if (one->text().remove(QLatin1Char('&')) == text)
            return one;
    }
    return nullptr;
}

void TestReportPage::savedFileEqualsPreview()
{
    const QByteArray preview = m_page->previewBytes();
    QSignalSpy saved(m_page.get(), &ui::ReportPage::savedTo);
    button(QStringLiteral("Save report…"))->click();
    QVERIFY(QTest::qWaitFor([&] { return !saved.isEmpty(); }));
    QFile file(saved.front().front().toString());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), preview);
    QVERIFY(m_page->findChild<QLabel*>(QStringLiteral("savedLine"))->text().startsWith(QStringLiteral("Saved ")));
}

void TestReportPage::everyFormatPreviewsItsOwnBytes()
{
    auto* formats = m_page->findChild<QComboBox*>();
    QCOMPARE(static_cast<size_t>(formats->count()), report::formats().size());
    for (int i = 0; i < formats->count(); ++i) {
        const QString id = formats->itemData(i).toString();
        formats->setCurrentIndex(i);
        QVERIFY(QTest::qWaitFor([this] { return ready(); }));
        const auto expected = report::render(testsupport::sampleSession(), *m_knowledge, id, {});
        QVERIFY(expected.has_value());
        QCOMPARE(m_page->previewBytes(), *expected);
        const auto* plain = m_page->findChild<QPlainTextEdit*>(QStringLiteral("reportPreviewPlain"));
        if (id == QStringLiteral("html") || id == QStringLiteral("pdf") || id == QStringLiteral("zip"))
            QVERIFY(namesStandOut(*m_page->findChild<QTextBrowser*>(QStringLiteral("reportPreview"))->document()));
        else
            QCOMPARE(plain->toPlainText(), QString::fromUtf8(*expected));
    }
}

void TestReportPage::packetsGoIntoTheArchiveOnlyWhenTicked()
{
    auto* tick = m_page->findChild<QCheckBox*>(QStringLiteral("addPackets"));
    auto* format = m_page->findChild<QComboBox*>();
    const auto show = [&](const QString& id) {
        QSignalSpy shown(m_page.get(), &ui::ReportPage::previewReady);
        format->setCurrentIndex(format->findData(id));
        return shown.wait(20'000);
    };
    QVERIFY(show(QStringLiteral("zip")));
    QVERIFY(!tick->isVisible()); // nothing was recorded
    const auto packets = std::make_shared<const QByteArray>("a file of packets");
    QSignalSpy shown(m_page.get(), &ui::ReportPage::previewReady);
    m_page->setSession(testsupport::sampleSession(), m_knowledge, packets);
    QVERIFY(shown.wait(20'000));
    QVERIFY(tick->isVisible());
    QVERIFY(!m_page->previewBytes().contains("packets.pcap"));
    tick->click();
    QVERIFY(shown.wait(20'000));
    QVERIFY(m_page->previewBytes().contains("packets.pcap"));
    // What is promised above the tick must not say the contrary of it.
    const auto promised = [this](const QString& words) {
        const auto labels = m_page->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&words](const QLabel* label) {
            return label->isVisible() && label->text().contains(words);
        });
    };
    QVERIFY(promised(QStringLiteral("only the recorded packets show the real addresses")));
    QVERIFY(show(QStringLiteral("html")));
    QVERIFY(!promised(QStringLiteral("recorded packets")));
    QVERIFY(!tick->isVisible());

    m_page->setSession(testsupport::sampleSession(), m_knowledge, std::make_shared<const QByteArray>("others"));
    QVERIFY(show(QStringLiteral("zip")));
    QVERIFY(!tick->isChecked()); // nobody agreed to these
    QVERIFY(!m_page->previewBytes().contains("packets.pcap"));
}

void TestReportPage::hiddenNamesAreGoneAndListed()
{
    QVERIFY(!m_page->previewBytes().contains("shop.example.org"));
    const auto* table = m_page->findChild<QTableWidget*>();
    bool listed = false;
    for (int row = 0; row < table->rowCount(); ++row)
        listed = listed || table->item(row, 0)->text() == QStringLiteral("shop.example.org");
    QVERIFY(listed);
    m_page->findChild<QCheckBox*>()->setChecked(false);
    QVERIFY(QTest::qWaitFor([this] { return ready(); }));
    QVERIFY(m_page->previewBytes().contains("shop.example.org"));
    QCOMPARE(table->rowCount(), 0);
}

void TestReportPage::theUserAddsAndKeepsWords()
{
    auto* word = m_page->findChild<QWidget*>(QStringLiteral("stillPrivate"))->parentWidget()->findChild<QLineEdit*>();
    QVERIFY(word);
    QVERIFY(m_page->previewBytes().contains("SocketException"));
    QTest::keyClicks(word, QStringLiteral("SocketException"));
    QTest::keyClick(word, Qt::Key_Return);
    QVERIFY(QTest::qWaitFor([this] { return ready(); }));
    QVERIFY(!m_page->previewBytes().contains("SocketException"));
    auto* table = m_page->findChild<QTableWidget*>();
    for (int row = 0; row < table->rowCount(); ++row) {
        if (table->item(row, 0)->text() == QStringLiteral("SocketException"))
            table->setCurrentCell(row, 0);
    }
    QVERIFY(!table->selectedItems().isEmpty());
    for (auto* button : table->parentWidget()->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("&Keep the selected word"))
            button->click();
    }
    QVERIFY(QTest::qWaitFor([this] { return ready(); }));
    QVERIFY(m_page->previewBytes().contains("SocketException"));
}

void TestReportPage::theReportSpeaksItsOwnLanguage()
{
    auto* language = m_page->findChild<QComboBox*>(QStringLiteral("reportLanguage"));
    QVERIFY(language && language->currentData().toString() == QStringLiteral("en")); // as the window
    QCOMPARE(language->currentText(), QStringLiteral("English"));
    language->setCurrentIndex(language->findData(QStringLiteral("de")));
    QVERIFY(QTest::qWaitFor([this] { return ready(); }, 20'000));
    const QString page = QString::fromUtf8(m_page->previewBytes());
    QVERIFY(page.contains(QStringLiteral("lang=\"de\"")));
    QVERIFY(page.contains(QStringLiteral("Wahrscheinliche Ursachen")) &&
            !page.contains(QStringLiteral("Likely causes")));
    QVERIFY(button(QStringLiteral("Save report…"))); // the window itself has not changed
}

void TestReportPage::printingShowsThePagesOfThePdf()
{
    QString opened;
    m_page->setFileOpener([&opened](const QString& file) {
        opened = file;
        return true;
    });
    QSignalSpy printed(m_page.get(), &ui::ReportPage::printedFrom);
    button(QStringLiteral("Print…"))->click();
    QVERIFY(QTest::qWaitFor([&] { return !printed.isEmpty(); }, 20'000));
    QFile file(opened);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto pages = report::render(testsupport::sampleSession(), *m_knowledge, QStringLiteral("pdf"), {});
    QVERIFY(pages.has_value());
    QCOMPARE(file.readAll(), *pages);
    QVERIFY(!opened.contains(QStringLiteral("shop")));
    m_page.reset();
    QVERIFY(!QFile::exists(opened));
}

void TestReportPage::printingWithoutAProgramIsToldInThePage()
{
    m_page->setFileOpener([](const QString&) { return false; });
    auto* line = m_page->findChild<QLabel*>(QStringLiteral("savedLine"));
    button(QStringLiteral("Print…"))->click();
    QVERIFY(
        QTest::qWaitFor([&] { return line->text().startsWith(QStringLiteral("Nothing could be printed")); }, 20'000));
}

void TestReportPage::cancelledDialogChangesNothing()
{
    m_chosen.clear();
    QSignalSpy saved(m_page.get(), &ui::ReportPage::savedTo);
    button(QStringLiteral("Save report…"))->click();
    QCoreApplication::processEvents();
    QVERIFY(saved.isEmpty());
    QVERIFY(!m_page->findChild<QLabel*>(QStringLiteral("savedLine"))->isVisible());
}

void TestReportPage::unwritableFileIsToldInThePage()
{
    m_chosen = m_folder.filePath(QStringLiteral("no/such/folder"));
    button(QStringLiteral("Save report…"))->click();
    const auto* line = m_page->findChild<QLabel*>(QStringLiteral("savedLine"));
    QVERIFY(QTest::qWaitFor([line] { return line->isVisible(); }));
    QVERIFY2(line->text().startsWith(QStringLiteral("Could not write")), qPrintable(line->text()));
    QVERIFY(!button(QStringLiteral("Show in folder"))->isVisible());
}

void TestReportPage::findCountsWhatIsThere()
{
    QLineEdit* find = nullptr;
    for (auto* edit : m_page->findChildren<QLineEdit*>()) {
        if (edit->accessibleName() == QStringLiteral("Find in preview"))
            find = edit;
    }
    QVERIFY(find);
    const auto said = [this](const QString& text) {
        const auto labels = m_page->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* l) { return l->text().startsWith(text); });
    };
    find->setText(QStringLiteral("shop.example.org"));
    QVERIFY(said(QStringLiteral("Not in the report")));
    find->setText(QStringLiteral("idle"));
    QVERIFY(said(QStringLiteral("Found ")));
}

void TestReportPage::newestOptionsWin()
{
    auto* formats = m_page->findChild<QComboBox*>();
    auto* hide = m_page->findChild<QCheckBox*>();
    for (int i = 0; i < 20; ++i)
        formats->setCurrentIndex(i % formats->count());
    formats->setCurrentIndex(formats->findData(QStringLiteral("markdown")));
    hide->setChecked(false);
    QVERIFY(QTest::qWaitFor([this] { return ready(); }));
    const auto expected = report::render(testsupport::sampleSession(), *m_knowledge, QStringLiteral("markdown"),
                                         {.hidePrivateDetails = false});
    QCOMPARE(m_page->previewBytes(), expected.value());
}

void TestReportPage::pageMayGoWhileRendering()
{
    m_page->findChild<QCheckBox*>()->toggle();
    m_page.reset();
    QCoreApplication::processEvents();
    QVERIFY(!m_page);
}

void TestReportPage::backgroundRunsInOrderAndForgetsOnClear()
{
    ui::Background background;
    QStringList done;
    for (const auto& name : {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")})
        background.post([&done, name]() -> std::function<void()> { return [&done, name] { done.append(name); }; });
    QVERIFY(QTest::qWaitFor([&done] { return done.size() == 3; }));
    QCOMPARE(done.join(QString()), QStringLiteral("abc"));
}

QTEST_MAIN(TestReportPage)
#include "test_report_page.moc"
