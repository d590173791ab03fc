// SPDX-License-Identifier: GPL-3.0-or-later
// Pasted error texts: every signature knows its own example; the more specific one wins; several languages.
#include "app/knowledge/signatures.h"

#include <QtTest>

using namespace doctor;
using namespace Qt::StringLiterals;

class TestKnowledgeSignatures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto loaded = knowledge::loadSignatures(knowledge::builtInRoot());
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().message));
        m_signatures = *loaded;
    }

    void everyPatternCompiles()
    {
        const auto compiled = knowledge::compile(m_signatures);
        QVERIFY2(compiled, compiled ? "" : qPrintable(compiled.error().message));
    }

    void everyExampleIsRecognised()
    {
        const auto file = knowledge::readObject(
            qEnvironmentVariable("DOCTOR_SOURCE_DIR") + u"/tests/unit/knowledge/data"_s, u"signature_examples.json"_s);
        QVERIFY(file);
        const auto examples = file->value(u"examples").toObject();
        const auto equals = file->value(u"alsoRightAs").toObject();
        QStringList wrong;
        for (const auto& entry : m_signatures) {
            const auto id = entry.signature.id;
            const auto found = knowledge::recogniseText(m_signatures, examples.value(id).toString());
            const auto got = found ? found->signatureId : u"nothing"_s;
            if (got != id && equals.value(id).toString() != got) {
                wrong += u"%1 was taken for %2"_s.arg(id, got);
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void commonTexts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("meaning");
        const auto row = [](const char* name, const QString& text, const char* meaning) {
            QTest::newRow(name) << text << QString::fromLatin1(meaning);
        };
        row("English", u"An existing connection was forcibly closed by the remote host."_s, "reset");
        row("German", u"Eine vorhandene Verbindung wurde vom Remotehost geschlossen"_s, "reset");
        row("French", u"Une connexion existante a dû être fermée par l’hôte distant"_s, "reset");
        row("Spanish", u"Se ha forzado la interrupción de una conexión existente por el host remoto"_s, "reset");
        row("Italian", u"Connessione in corso interrotta forzatamente dall'host remoto"_s, "reset");
        row("Portuguese", u"Foi forçado o cancelamento de uma conexão existente pelo host remoto"_s, "reset");
        row("Russian", u"Удаленный хост принудительно разорвал существующее подключение"_s, "reset");
        row("Chinese", u"远程主机强迫关闭了一个现有的连接。"_s, "reset");
        row("Japanese", u"既存の接続はリモート ホストに強制的に切断されました。"_s, "reset");
        row("bare name", u"ECONNRESET"_s, "reset");
        row("bare number", u"10054"_s, "reset");
        row("number in words", u"Fehler 10054"_s, "reset");
        row("errno", u"[Errno 104] Connection reset by peer"_s, "reset");
        row("German Linux", u"Verbindungsaufbau abgelehnt"_s, "refused");
        row("German Linux reset", u"Die Verbindung wurde vom Kommunikationspartner zurückgesetzt"_s, "reset");
        row("refused", u"connect: Connection refused"_s, "refused");
        row("Windows timeout", u"WSAETIMEDOUT"_s, "timed-out");
    }

    void commonTexts()
    {
        QFETCH(QString, text);
        QFETCH(QString, meaning);
        const auto found = knowledge::recogniseText(m_signatures, text);
        QVERIFY2(found, qPrintable(text));
        QCOMPARE(found->meaning, meaning);
        QVERIFY(text.contains(found->matchedText));
    }

    void namedProgramsWinOverGenericWords()
    {
        const auto found = knowledge::recogniseText(
            m_signatures,
            u"2026/03/04 10:11:12 [error] 8#8: *1 recv() failed (104: Connection reset by peer) while reading upstream"_s);
        QVERIFY(found);
        QCOMPARE(found->signatureId, u"nginx-recv-104"_s);
    }

    void strangeTextIsNotRecognised()
    {
        QVERIFY(!knowledge::recogniseText(m_signatures, {}));
        QVERIFY(!knowledge::recogniseText(m_signatures, u"The weather is fine today."_s));
        QVERIFY(!knowledge::recogniseText(m_signatures, u"Order 4711 over 100541 EUR"_s));
    }

    void onlyTheStartOfAHugeTextIsRead()
    {
        const QString far = QString(knowledge::MaxRecognisedBytes, u'x') + u" ECONNRESET"_s;
        QVERIFY(!knowledge::recogniseText(m_signatures, far));
        QVERIFY(knowledge::recogniseText(m_signatures, u"ECONNRESET "_s + far));
    }

private:
    std::vector<knowledge::CompiledSignature> m_signatures;
};

QTEST_APPLESS_MAIN(TestKnowledgeSignatures)
#include "test_knowledge_signatures.moc"
