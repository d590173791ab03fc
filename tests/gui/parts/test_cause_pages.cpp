// SPDX-License-Identifier: GPL-3.0-or-later
// The page of each cause as a person meets it after a run, with what was measured filled in: what everybody needs fits
// two screens, and nothing that was not measured shows through as a bare placeholder.
#include "app/diagnosis/diagnose.h"
#include "tests/support/session_cases.h"
#include "ui/results/cause_details.h"
#include "ui/results/result_page.h"

#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QTest>
#include <QTextDocument>
#include <QTextEdit>

using namespace doctor;

namespace
{

constexpr QSize Screen(1280, 800);

/// For each cause the recorded run in which it stands highest, and at which place.
struct Best {
    const test::SessionCase* run = nullptr;
    double probability = -1;
};

QString textOf(const QWidget& page)
{
    QStringList words;
    for (const auto* label : page.findChildren<QLabel*>())
        words << label->text();
    for (const auto* view : page.findChildren<QTextEdit*>())
        words << view->toPlainText();
    return words.join(QLatin1Char('\n'));
}

} // namespace

class TestCausePages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto cases = test::sessionCases();
        QVERIFY2(cases, cases ? "" : qPrintable(cases.error().message));
        m_cases = *cases;
        const auto knowledge = knowledge::Knowledge::load(QStringLiteral("en"));
        QVERIFY2(knowledge, knowledge ? "" : qPrintable(knowledge.error().message));
        for (const auto& one : m_cases) {
            for (const auto& cause : diagnosis::diagnosed(one.session, **knowledge).diagnosis.causes) {
                Best& best = m_best[cause.id];
                if (cause.probability > best.probability)
                    best = {&one, cause.probability};
            }
        }
        QCOMPARE(static_cast<size_t>(m_best.size()), (*knowledge)->causes().size());
    }

    void whatEverybodyNeedsFitsTwoScreens_data() { languages(); }
    void whatEverybodyNeedsFitsTwoScreens()
    {
        QFETCH(QString, language);
        QStringList tooLong;
        forEachPage(language, [&](const QString& cause, ui::CauseDetails& details) {
            const auto* more = details.findChild<QPushButton*>(QStringLiteral("moreAboutCause"));
            QVERIFY2(more, qPrintable(cause));
            const int height = more->mapTo(details.widget(), QPoint(0, more->height())).y();
            if (height > 2 * Screen.height())
                tooLong << QStringLiteral("%1: %2 px").arg(cause).arg(height);
        });
        QVERIFY2(tooLong.isEmpty(), qPrintable(tooLong.join(QLatin1Char('\n'))));
    }

    void placeholdersAreFilledIn_data() { languages(); }
    void placeholdersAreFilledIn()
    {
        QFETCH(QString, language);
        static const QRegularExpression placeholder(QStringLiteral("\\{[a-z][A-Za-z]*([|#][^}]*)?\\}"));
        QStringList bare;
        forEachPage(language, [&](const QString& cause, ui::CauseDetails& details) {
            if (const auto match = placeholder.match(textOf(details)); match.hasMatch())
                bare << cause + QStringLiteral(": ") + match.captured();
        });
        QVERIFY2(bare.isEmpty(), qPrintable(bare.join(QLatin1Char('\n'))));
    }

    /// A port is a name, not a quantity, and what is typed after reading the page goes to the target.
    void commandsNameTheTarget_data() { languages(); }
    void commandsNameTheTarget()
    {
        QFETCH(QString, language);
        QStringList wrong;
        forEachPage(language, [&](const QString& cause, ui::CauseDetails& details) {
            const int port = m_best[cause].run->session.target.port;
            const QString text = textOf(details);
            for (const auto& word : {QStringLiteral(":%1"), QStringLiteral(" %1")}) {
                if (const auto grouped = word.arg(QLocale(language).toString(port));
                    port >= 1000 && text.contains(grouped))
                    wrong << cause + QStringLiteral(": ") + grouped;
            }
            for (const auto& example :
                 {QStringLiteral("https://example.com"), QStringLiteral("-connect example.com")}) {
                if (text.contains(example))
                    wrong << cause + QStringLiteral(": ") + example;
            }
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
    }

private:
    static void languages()
    {
        QTest::addColumn<QString>("language");
        for (const auto& language : knowledge::Knowledge::languages())
            QTest::newRow(qPrintable(language)) << language;
    }

    template <typename Look>
    void forEachPage(const QString& language, Look look)
    {
        const auto knowledge = knowledge::Knowledge::load(language);
        QVERIFY2(knowledge, knowledge ? "" : qPrintable(knowledge.error().message));
        ui::ResultPage page;
        page.resize(Screen);
        page.show();
        for (auto it = m_best.cbegin(); it != m_best.cend(); ++it) {
            const auto session = diagnosis::diagnosed(it->run->session, **knowledge);
            const auto& causes = session.diagnosis.causes;
            const auto place =
                std::find_if(causes.begin(), causes.end(), [&](const auto& c) { return c.id == it.key(); });
            page.setSession(session, *knowledge);
            auto* details = page.findChild<ui::CauseDetails*>();
            details->show(session, *knowledge, static_cast<int>(std::distance(causes.begin(), place)));
            QTRY_VERIFY2(details->findChild<QPushButton*>(QStringLiteral("moreAboutCause")), qPrintable(it.key()));
            QCoreApplication::processEvents();
            look(it.key(), *details);
        }
    }

    std::vector<test::SessionCase> m_cases;
    QMap<QString, Best> m_best;
};

QTEST_MAIN(TestCausePages)
#include "test_cause_pages.moc"
