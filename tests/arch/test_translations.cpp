// SPDX-License-Identifier: GPL-3.0-or-later
// Every string for users exists in German: the .ts files are complete and agree with the sources.
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

namespace
{

QString sourceDir()
{
    return qEnvironmentVariable("DOCTOR_SOURCE_DIR");
}

struct Message {
    QString context;
    QString source;
    QString translation;
    bool unfinished = false;
    bool gone = false;
};

/// Plural forms are joined by a newline; an empty form makes the whole unfinished.
QString readTranslation(QXmlStreamReader& xml, bool& incomplete)
{
    QStringList forms;
    QString text;
    while (!xml.atEnd()) {
        const auto token = xml.readNext();
        if (token == QXmlStreamReader::EndElement && xml.name() == u"translation")
            break;
        if (token == QXmlStreamReader::StartElement && xml.name() == u"numerusform") {
            forms << xml.readElementText();
            incomplete = incomplete || forms.last().isEmpty();
        } else if (token == QXmlStreamReader::Characters) {
            text += xml.text();
        }
    }
    return forms.isEmpty() ? text : forms.join(u'\n');
}

QList<Message> readTs(const QString& fileName)
{
    QList<Message> messages;
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return messages;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == u"name") {
            context = xml.readElementText();
        } else if (xml.name() == u"message") {
            messages << Message{context, {}, {}, false, false};
        } else if (xml.name() == u"source" && !messages.isEmpty()) {
            messages.last().source = xml.readElementText();
        } else if (xml.name() == u"translation" && !messages.isEmpty()) {
            const auto type = xml.attributes().value(QLatin1String("type")).toString();
            bool incomplete = type == u"unfinished";
            messages.last().gone = type == u"vanished" || type == u"obsolete";
            messages.last().translation = readTranslation(xml, incomplete);
            messages.last().unfinished = incomplete || messages.last().translation.isEmpty();
        }
    }
    return messages;
}

QString lupdate()
{
    for (const auto& path : {QStringLiteral("/usr/lib/qt6/bin/lupdate"), QStringLiteral("lupdate")})
        if (QFile::exists(path) || !path.startsWith(u'/'))
            return path;
    return {};
}

} // namespace

class TestTranslations final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void germanIsCompleteAndCurrent()
    {
        QTemporaryDir dir;
        const auto fresh = dir.filePath(QStringLiteral("fresh.ts"));
        QVERIFY(QFile::copy(sourceDir() + QStringLiteral("/translations/connection-doctor_de.ts"), fresh));
        QProcess process;
        process.setWorkingDirectory(sourceDir());
        process.start(lupdate(), {QStringLiteral("-I"), QStringLiteral("."), QStringLiteral("app"),
                                  QStringLiteral("ui"), QStringLiteral("-ts"), fresh});
        QVERIFY2(process.waitForFinished(60'000) && process.exitCode() == 0,
                 process.readAllStandardError().constData());

        QStringList missing;
        for (const auto& message : readTs(fresh))
            if (message.unfinished && !message.gone)
                missing << message.context + QStringLiteral(": ") + message.source;
        QVERIFY2(missing.isEmpty(),
                 qPrintable(QStringLiteral("%1 strings lack German:\n").arg(missing.size()) + missing.join(u'\n')));
    }

    void englishHasEveryPlural()
    {
        QStringList plurals;
        for (const auto& message : readTs(sourceDir() + QStringLiteral("/translations/connection-doctor_en.ts")))
            plurals << message.context + QStringLiteral(": ") + message.source;
        QStringList missing;
        for (const auto& message : readTs(sourceDir() + QStringLiteral("/translations/connection-doctor_de.ts"))) {
            const QString entry = message.context + QStringLiteral(": ") + message.source;
            if (message.source.contains(QStringLiteral("%n")) && !message.gone && !plurals.contains(entry))
                missing << entry;
        }
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
    }

    void placeholdersAgree()
    {
        QStringList problems;
        for (const auto& message : readTs(sourceDir() + QStringLiteral("/translations/connection-doctor_de.ts"))) {
            if (message.unfinished || message.gone)
                continue;
            for (const auto& mark :
                 {QStringLiteral("%1"), QStringLiteral("%2"), QStringLiteral("%3"), QStringLiteral("%4")})
                if (message.source.contains(mark) != message.translation.contains(mark))
                    problems << message.context + QStringLiteral(": ") + message.source;
        }
        QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "test_translations.moc"
