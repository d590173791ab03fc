// SPDX-License-Identifier: GPL-3.0-or-later
// A report speaks its own language, whatever the application around it speaks.
#include "app/core/base/spoken.h"
#include "app/core/json/session_json.h"
#include "app/diagnosis/diagnose.h"
#include "app/report/report.h"

#include <QCoreApplication>
#include <QFile>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

using namespace doctor;

namespace
{

/// While it lives, the application speaks this language.
class ApplicationLanguage
{
public:
    explicit ApplicationLanguage(const QString& language)
    {
        m_good = m_translator.load(u":/i18n/connection-doctor_%1.qm"_qs.arg(language)) &&
                 QCoreApplication::installTranslator(&m_translator);
    }
    [[nodiscard]] bool isGood() const { return m_good; }

private:
    QTranslator m_translator;
    bool m_good = false;
};

struct Pair {
    QString english;
    QString german;
};

/// Whole sentences of the report and of the figures that need no measured value, in both languages.
std::vector<Pair> sentences()
{
    QFile file(qEnvironmentVariable("DOCTOR_SOURCE_DIR") + u"/translations/connection-doctor_de.ts"_qs);
    std::vector<Pair> pairs;
    if (!file.open(QIODevice::ReadOnly)) {
        return pairs;
    }
    QXmlStreamReader reader(&file);
    QString context;
    Pair pair;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement) {
            continue;
        }
        if (reader.name() == u"name") {
            context = reader.readElementText();
        } else if (reader.name() == u"source") {
            pair.english = reader.readElementText();
        } else if (reader.name() == u"translation") {
            pair.german = reader.readElementText(QXmlStreamReader::IncludeChildElements);
            const bool plain = !pair.english.contains(u'%') && pair.english.count(u' ') >= 2;
            if (plain && (context == u"report" || context == u"figures")) {
                pairs.push_back(pair);
            }
        }
    }
    return pairs;
}

} // namespace

class TestReportLanguage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        for (const QString& language : {u"en"_qs, u"de"_qs}) {
            const auto made = knowledge::Knowledge::load(language);
            QVERIFY2(made, made ? "" : qUtf8Printable(made.error().message));
            m_knowledge.insert(language, *made);
        }
        m_sentences = sentences();
        QVERIFY(m_sentences.size() > 50);
    }

    void anUnknownLanguageChangesNothing()
    {
        const core::SpokenLanguage spoken(u"xx"_qs);
        QCOMPARE(core::translate("report", "Likely causes"), u"Likely causes"_qs);
        QCOMPARE(core::translate("report", "no such text"), u"no such text"_qs);
    }

    void languagesNestAndEnd()
    {
        const ApplicationLanguage application(u"de"_qs);
        QVERIFY(application.isGood());
        QCOMPARE(core::translate("report", "Likely causes"), u"Wahrscheinliche Ursachen"_qs);
        {
            const core::SpokenLanguage english(u"en"_qs);
            QCOMPARE(core::translate("report", "Likely causes"), u"Likely causes"_qs);
            {
                const core::SpokenLanguage german(u"de"_qs);
                QCOMPARE(core::translate("report", "Likely causes"), u"Wahrscheinliche Ursachen"_qs);
            }
            QCOMPARE(core::translate("report", "Likely causes"), u"Likely causes"_qs);
        }
        QCOMPARE(core::translate("report", "Likely causes"), u"Wahrscheinliche Ursachen"_qs);
    }

    void theApplicationsLanguageLeavesNoTrace_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("language");
        for (const char* name : {"lab-nginx-444-reset", "lab-haproxy-one-dead-backend", "lab-healthy-nginx",
                                 "practice-idle-reset", "practice-tls-old-only"}) {
            QTest::addRow("%s in German", name) << QString::fromLatin1(name) << u"de"_qs;
            QTest::addRow("%s in English", name) << QString::fromLatin1(name) << u"en"_qs;
        }
    }
    void theApplicationsLanguageLeavesNoTrace()
    {
        QFETCH(QString, name);
        QFETCH(QString, language);
        const auto recorded = core::loadSession(qEnvironmentVariable("DOCTOR_SOURCE_DIR") +
                                                u"/tests/cases/sessions/"_qs + name + u"/session.json"_qs);
        QVERIFY2(recorded, recorded ? "" : qUtf8Printable(recorded.error().message));
        const core::Session session = diagnosis::diagnosed(*recorded, *m_knowledge[language]);
        for (const report::Format& format : report::formats()) {
            QByteArray inEnglish;
            QByteArray inGerman;
            {
                const ApplicationLanguage application(u"en"_qs);
                QVERIFY(application.isGood());
                inEnglish = rendered(session, format.id, language);
            }
            {
                const ApplicationLanguage application(u"de"_qs);
                QVERIFY(application.isGood());
                inGerman = rendered(session, format.id, language);
            }
            QVERIFY2(inEnglish.size() > 100 && inEnglish == inGerman, qPrintable(format.id));
            if (format.id != u"pdf" && format.id != u"zip" && format.id != u"json") {
                checkWords(QString::fromUtf8(inGerman), language == u"de");
            }
        }
    }

private:
    QByteArray rendered(const core::Session& session, const QString& format, const QString& language)
    {
        const auto bytes = report::render(session, *m_knowledge[language], format);
        return bytes ? *bytes : QByteArray();
    }

    /// No sentence of the program in the other language.
    void checkWords(QString text, bool isGerman)
    {
        text.replace(QRegularExpression(u"\\s+"_qs), u" "_qs);
        int own = 0;
        for (const Pair& pair : m_sentences) {
            const QString& other = isGerman ? pair.english : pair.german;
            QVERIFY2(!text.contains(other), qUtf8Printable(other));
            own += text.contains(isGerman ? pair.german : pair.english) ? 1 : 0;
        }
        QVERIFY(own >= 2);
    }

    QMap<QString, std::shared_ptr<const knowledge::Knowledge>> m_knowledge;
    std::vector<Pair> m_sentences;
};

QTEST_GUILESS_MAIN(TestReportLanguage)
#include "test_report_language.moc"
