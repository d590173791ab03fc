// SPDX-License-Identifier: GPL-3.0-or-later
// The history keeps sessions whole, says in one sentence what is wrong with its file; settings keep their types.
#include "app/core/json/session_json.h"
#include "app/store/store.h"
#include "tests/support/random_session.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace doctor;
using doctor::store::History;
using doctor::store::Settings;
using doctor::store::Theme;
using doctor::testing::RandomSession;

class TestStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oldEntriesGoAndLeaveNothingBehind()
    {
        QTemporaryDir folder;
        auto history = History::open(folder.path());
        QVERIFY(history);
        QVERIFY(!(*history)->latest()->has_value());
        core::Session old = RandomSession(1).make();
        old.startedAt = QDateTime::fromString(u"2026-01-01T10:00:00+00:00"_qs, Qt::ISODate);
        old.target.host = u"a-host-to-be-forgotten"_qs;
        core::Session recent = RandomSession(2).make();
        recent.startedAt = QDateTime::fromString(u"2026-11-01T10:00:00+00:00"_qs, Qt::ISODate);
        QVERIFY((*history)->add(recent));
        QVERIFY((*history)->add(old));
        QCOMPARE((*(*history)->latest())->startedAt, recent.startedAt);
        QVERIFY((*history)->removeBefore(recent.startedAt));
        QCOMPARE((*history)->list()->size(), std::size_t{1});
        QFile file(folder.filePath(u"history.sqlite"_qs));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("a-host-to-be-forgotten"));
        QVERIFY((*history)->removeBefore({}));
        QVERIFY((*history)->list()->empty());
    }

    void everythingGoesWithWhatEndedProgramsLeft()
    {
        QTemporaryDir folder;
        {
            store::Journal ended(folder.path());
            QVERIFY(ended.keep(RandomSession(3).make()));
        }
        writeFile(folder.filePath(u"unfinished-7.json.damaged"_qs), "shop.example.org");
        writeFile(folder.filePath(u"history-damaged-20260101-000000-000.sqlite"_qs), "shop.example.org");
        writeFile(folder.filePath(u"history-damaged-20260101-000000-000.sqlite-wal"_qs), "shop.example.org");
        writeFile(folder.filePath(u"mine.txt"_qs), "not ours");
        store::Journal living(folder.path());
        QVERIFY(living.keep(RandomSession(4).make()));
        QVERIFY(store::Journal::removeLeftovers(folder.path()));
        const QStringList left = QDir(folder.path()).entryList(QDir::Files);
        QCOMPARE(left.filter(u"damaged"_qs).size(), 0);
        QVERIFY(left.contains(u"mine.txt"_qs));
        QCOMPARE(left.filter(QRegularExpression(u"^unfinished-.*json$"_qs)).size(), 1); // the living program's
        living.forget();
        QVERIFY(store::Journal::removeLeftovers(folder.path()));
        QVERIFY(QDir(folder.path()).entryList({u"unfinished-*.json*"_qs}, QDir::Files).isEmpty());
    }

    void aHistoryOfTheFirstVersionIsTakenOver()
    {
        QTemporaryDir folder;
        const core::Session session = RandomSession(5).make();
        {
            auto database = QSqlDatabase::addDatabase(u"QSQLITE"_qs, u"first version"_qs);
            database.setDatabaseName(folder.filePath(u"history.sqlite"_qs));
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY(
                query.exec(u"CREATE TABLE run (id INTEGER PRIMARY KEY AUTOINCREMENT, startedAt TEXT NOT NULL, "
                           "startedMs INTEGER NOT NULL, target TEXT NOT NULL, topCause TEXT NOT NULL, probability "
                           "REAL NOT NULL, complete INTEGER NOT NULL, practice INTEGER NOT NULL, note TEXT NOT NULL "
                           "DEFAULT '', session BLOB NOT NULL)"_qs));
            QVERIFY(query.exec(u"PRAGMA user_version = 1"_qs));
            query.prepare(u"INSERT INTO run (startedAt, startedMs, target, topCause, probability, complete, practice, "
                          "note, session) VALUES (?, ?, ?, 'port-closed', 0.5, 1, 0, 'mine', ?)"_qs);
            query.addBindValue(session.startedAt.toString(Qt::ISODateWithMs));
            query.addBindValue(session.startedAt.toMSecsSinceEpoch());
            query.addBindValue(core::displayName(session.target));
            query.addBindValue(qCompress(core::toJsonBytes(session)));
            QVERIFY2(query.exec(), qPrintable(query.lastError().text()));
            database.close();
        }
        QSqlDatabase::removeDatabase(u"first version"_qs);
        for (int opening = 1; opening <= 2; ++opening) { // the second time it is of this version
            auto history = History::open(folder.path());
            QVERIFY2(history, history ? "" : qUtf8Printable(history.error().message));
            const auto entries = (*history)->list();
            QVERIFY(entries && entries->size() == 1);
            QCOMPARE(entries->front().note, u"mine"_qs);
            QVERIFY(!entries->front().interrupted);
            QCOMPARE(*(*history)->load(entries->front().id), session);
            QVERIFY((*history)->put(session, true));
            QVERIFY((*history)->list()->front().interrupted);
            QVERIFY((*history)->put(session, false));
        }
    }

    void watchesComeBackWholeAndGoWithTheRest()
    {
        QTemporaryDir folder;
        core::WatchRound failed;
        failed.atMs = 1'795'339'200'000;
        failed.untilMs = failed.atMs + 250;
        failed.outcome = core::WatchOutcome::Failed;
        failed.ending = {core::Who::Peer, core::How::Reset, core::Phase::Response, 104, u"detail"_qs};
        failed.status = 503;
        failed.waitMs = 12.5;
        core::WatchRound worked;
        worked.atMs = failed.atMs + 60'000;
        worked.untilMs = worked.atMs;
        {
            auto history = History::open(folder.path());
            QVERIFY(history);
            QVERIFY((*history)->addWatched(u"a:1"_qs, failed));
            QVERIFY((*history)->addWatched(u"a:1"_qs, worked));
            QVERIFY((*history)->addWatched(u"b:2"_qs, worked));
        }
        auto history = History::open(folder.path());
        QVERIFY(history);
        QCOMPARE(*(*history)->watched(u"a:1"_qs, 0), (std::vector<core::WatchRound>{failed, worked}));
        QCOMPARE((*history)->watched(u"a:1"_qs, worked.atMs)->size(), std::size_t{1});
        core::WatchRound later = worked;
        later.atMs = later.untilMs = worked.atMs + 8LL * 24 * 3'600'000;
        QVERIFY((*history)->addWatched(u"a:1"_qs, later)); // a week is kept
        QCOMPARE(*(*history)->watched(u"a:1"_qs, 0), (std::vector<core::WatchRound>{later}));
        QVERIFY((*history)->removeBefore({}));
        QVERIFY((*history)->watched(u"a:1"_qs, 0)->empty());
    }

    void oddSettingsCountAsNotSet()
    {
        QTemporaryDir folder;
        const QString name = folder.filePath(u"settings.ini"_qs);
        writeFile(name, "[General]\ntextSize=9000\nthoroughness=whatever\nhistoryDays=-3\n");
        Settings settings(name);
        QCOMPARE(settings.textSize(), 100);
        QCOMPARE(settings.thoroughness(), store::Thoroughness::Standard);
        QCOMPARE(settings.historyDays(), 0);
        settings.setTextSize(150);
        settings.setThoroughness(store::Thoroughness::LongIdle);
        settings.setHistoryDays(30);
        QCOMPARE(settings.textSize(), 150);
        QCOMPARE(settings.thoroughness(), store::Thoroughness::LongIdle);
        QCOMPARE(settings.historyDays(), 30);
        settings.forget();
        QCOMPARE(settings.textSize(), 100);
        QVERIFY(settings.recentTargets().isEmpty());
    }

    void damagedFilesGetOneSentence_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("text")
            << QByteArray("this is not a database, and long enough to be read as a header. ").repeated(40);
        QTest::newRow("header-only") << QByteArray("SQLite format 3\0", 16) + QByteArray(2000, '\x7f');
    }

    void damagedFilesGetOneSentence()
    {
        QFETCH(QByteArray, content);
        QTemporaryDir folder;
        writeFile(folder.filePath(u"history.sqlite"_qs), content);
        const auto history = History::open(folder.path());
        QVERIFY(!history);
        QCOMPARE(history.error().code, core::ErrorCode::Malformed);
        QVERIFY(history.error().message.contains(u"history.sqlite"));
        QVERIFY(isSentence(history.error()));
        QFile file(folder.filePath(u"history.sqlite"_qs));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content); // what the user may want to save is not touched
    }

    void damageInTheMiddleIsNoticed()
    {
        QTemporaryDir folder;
        {
            auto history = History::open(folder.path());
            QVERIFY(history);
            for (quint32 seed = 0; seed < 12; ++seed) {
                QVERIFY((*history)->add(RandomSession(seed).make()));
            }
        }
        QFile file(folder.filePath(u"history.sqlite"_qs));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.size() > 9000);
        file.seek(4096);
        file.write(QByteArray(4096, '\x5a'));
        file.close();
        const auto history = History::open(folder.path());
        QVERIFY(!history);
        QCOMPARE(history.error().code, core::ErrorCode::Malformed);
    }

    void readOnlyFoldersGetOneSentence()
    {
#ifdef Q_OS_UNIX
        if (geteuid() == 0) {
            QSKIP("the superuser may write everywhere");
        }
#endif
        QTemporaryDir folder;
        QFile::setPermissions(folder.path(), QFileDevice::ReadOwner | QFileDevice::ExeOwner);
        const auto history = History::open(folder.path());
        QFile::setPermissions(folder.path(), QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
        QVERIFY(!history);
        QCOMPARE(history.error().code, core::ErrorCode::Unwritable);
        QVERIFY(isSentence(history.error()));
    }

    void aFolderThatCannotBeMadeGetsOneSentence()
    {
        QTemporaryDir folder;
        writeFile(folder.filePath(u"file"_qs), "x");
        const auto history = History::open(folder.filePath(u"file/below"_qs));
        QVERIFY(!history);
        QCOMPARE(history.error().code, core::ErrorCode::Unwritable);
        QVERIFY(isSentence(history.error()));
    }

    void aFolderInTheFilesPlaceGetsOneSentence()
    {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir(u"history.sqlite"_qs));
        const auto history = History::open(folder.path());
        QVERIFY(!history);
        QVERIFY(isSentence(history.error()));
    }

    void missingEntriesAreSaid()
    {
        QTemporaryDir folder;
        auto history = History::open(folder.path());
        QVERIFY(history);
        QVERIFY(!(*history)->load(7));
        QVERIFY(!(*history)->remove(7));
        QVERIFY(!(*history)->setNote(7, u"x"_qs));
        QVERIFY(!(*history)->setName(7, u"x"_qs));
        QVERIFY(isSentence((*history)->load(7).error()));
    }

    void sessionsComeBackWhole()
    {
        QTemporaryDir folder;
        auto history = History::open(folder.filePath(u"new/below"_qs));
        QVERIFY2(history, history ? "" : qUtf8Printable(history.error().message));
        for (quint32 seed = 0; seed < 30; ++seed) {
            const core::Session session = RandomSession(seed).make();
            const auto id = (*history)->add(session);
            QVERIFY2(id, id ? "" : qUtf8Printable(id.error().message));
            const auto back = (*history)->load(*id);
            QVERIFY(back && *back == session);
        }
        QVERIFY((*history)->add(core::Session{}));
        QCOMPARE((*history)->list()->size(), 31u);
    }

    void newestIsFirstAndFiltersFind()
    {
        QTemporaryDir folder;
        core::Session session = RandomSession(1).make();
        session.diagnosis.causes.clear();
        session.diagnosis.causes.emplace_back().id = u"rate-limit"_qs;
        session.diagnosis.causes.front().probability = 0.7;
        session.target.host = u"Old.example.org"_qs;
        session.startedAt = QDateTime::fromMSecsSinceEpoch(1000000, Qt::OffsetFromUTC, 7200);
        qint64 old = 0;
        {
            auto history = History::open(folder.path());
            old = *(*history)->add(session);
            session.target.host = u"new.example.org"_qs;
            session.startedAt = session.startedAt.addDays(1);
            QVERIFY((*history)->add(session));
            QVERIFY((*history)->setNote(old, u"after the 100% fix"_qs));
            QVERIFY((*history)->setName(old, u"The shop"_qs));
        }
        auto history = History::open(folder.path());
        const auto all = (*history)->list();
        QCOMPARE(all->size(), 2u);
        QVERIFY(all->front().target.startsWith(u"new."));
        QCOMPARE(all->back().topCause, u"rate-limit"_qs);
        QCOMPARE(all->back().probability, 0.7);
        QCOMPARE(all->back().startedAt.offsetFromUtc(), 7200);
        QCOMPARE((*history)->list(u"OLD.ex"_qs)->size(), 1u);
        QCOMPARE((*history)->list(u"0% fix"_qs)->front().id, old);
        QCOMPARE((*history)->list(u"%"_qs)->size(), 1u); // no wildcard
        QCOMPARE((*history)->list(u"the SHOP"_qs)->front().title(), u"The shop"_qs);
        QCOMPARE((*history)->list(u"rate"_qs)->size(), 2u);
        QCOMPARE((*history)->list(u"' OR 1=1 --"_qs)->size(), 0u);
        QVERIFY((*history)->remove(old));
        QCOMPARE((*history)->list()->size(), 1u);
    }

    void twoProgramsShareOneHistory()
    {
        QTemporaryDir folder;
        auto first = History::open(folder.path());
        auto second = History::open(folder.path());
        QVERIFY(first && second);
        QVERIFY((*first)->add(RandomSession(1).make()));
        QVERIFY((*second)->add(RandomSession(2).make()));
        QCOMPARE((*first)->list()->size(), 2u);
    }

    void settingsHaveDefaults()
    {
        Settings settings{QString()};
        QCOMPARE(settings.language(), QString());
        QCOMPARE(settings.theme(), Theme::System);
        QVERIFY(settings.recentTargets().isEmpty());
        QVERIFY(!settings.hasSeenThingsToKnow());
        QVERIFY(settings.windowGeometry().isEmpty());
    }

    void oddLimitsAndPrivacyCountAsNotSet()
    {
        QTemporaryDir folder;
        const QString name = folder.filePath(u"settings.ini"_qs);
        writeFile(name, "notifies=perhaps\n[limits]\nminutes=0\nconnections=many\nconnectionsPerSecond=1000\n"
                        "[reports]\nhidesPrivate=perhaps\nhiddenWords=x\n");
        const Settings settings(name);
        QCOMPARE(settings.limits(), Settings::Limits{});
        QCOMPARE(settings.reports(), Settings::Reports{});
        QVERIFY(settings.reports().hidesPrivate);
        QVERIFY(settings.notifies());
    }

    void limitsAndPrivacySurvive()
    {
        QTemporaryDir folder;
        const QString name = folder.filePath(u"settings.ini"_qs);
        const Settings::Limits limits{.minutes = 3, .connections = 20, .perSecond = 0.5};
        const Settings::Reports reports{.hidesPrivate = false, .hiddenWords = {u"Mondschein, Nord"_qs, u"kiosk"_qs}};
        {
            Settings settings(name);
            settings.setLimits(limits);
            settings.setReports(reports);
            settings.setNotifies(false);
        }
        Settings settings(name);
        QCOMPARE(settings.limits(), limits);
        QCOMPARE(settings.reports(), reports);
        QVERIFY(!settings.notifies());
        settings.setLimits({.minutes = 0, .connections = 1'000'000, .perSecond = 0});
        QCOMPARE(settings.limits(),
                 (Settings::Limits{
                     .minutes = 1, .connections = Settings::MostConnections, .perSecond = Settings::SlowestPace}));
        settings.setReports({.hidesPrivate = true, .hiddenWords = {u"x"_qs, QString(101, u'y'), u" kiosk "_qs}});
        QCOMPARE(settings.reports().hiddenWords, QStringList{u"kiosk"_qs});
        settings.forget();
        QCOMPARE(settings.limits(), Settings::Limits{});
    }

    void brokenSettingsCountAsNotSet()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"s.ini"_qs);
        writeFile(
            file,
            "[General]\nlanguage=../../etc\ntheme=purple\nthingsToKnowSeen=maybe?\nrecentTargets=one\n\xff\xfe[[[");
        const Settings settings(file);
        QCOMPARE(settings.language(), QString());
        QCOMPARE(settings.theme(), Theme::System);
        QCOMPARE(settings.recentTargets(), QStringList{u"one"_qs});
    }

    void settingsSurviveAndMemoryOnesDoNot()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"s.ini"_qs);
        {
            Settings settings(file);
            settings.setLanguage(u"de"_qs);
            settings.setTheme(Theme::Dark);
            settings.setSeenThingsToKnow();
            settings.setWindowGeometry(QByteArray("\0\1geometry", 10));
            settings.addRecentTarget(u"[::1]:80, odd"_qs);
            Settings memory{QString()};
            memory.setTheme(Theme::Light);
            QCOMPARE(memory.theme(), Theme::Light);
        }
        const Settings settings(file);
        QCOMPARE(settings.language(), u"de"_qs);
        QCOMPARE(settings.theme(), Theme::Dark);
        QVERIFY(settings.hasSeenThingsToKnow());
        QCOMPARE(settings.windowGeometry(), QByteArray("\0\1geometry", 10));
        QCOMPARE(settings.recentTargets(), QStringList{u"[::1]:80, odd"_qs});
        QCOMPARE(Settings(QString()).theme(), Theme::System);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    }

    void recentTargetsAreFewNewAndWithoutSecrets()
    {
        Settings settings{QString()};
        for (int i = 0; i < 14; ++i) {
            settings.addRecentTarget(u"h%1:80"_qs.arg(i));
        }
        settings.addRecentTarget(u"h9:80"_qs);
        settings.addRecentTarget(QString());
        settings.addRecentTarget(QString(5000, u'x'));
        QCOMPARE(settings.recentTargets().size(), 10);
        QCOMPARE(settings.recentTargets().front(), u"h9:80"_qs);
        QCOMPARE(settings.recentTargets().count(u"h9:80"_qs), 1);
        settings.addRecentTarget(u"https://me:pass@example.org/x"_qs);
        QCOMPARE(settings.recentTargets().front(), u"https://example.org/x"_qs);
    }

private:
    static void writeFile(const QString& name, const QByteArray& content)
    {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    static bool isSentence(const core::Error& error)
    {
        return error.message.endsWith(u'.') && !error.message.contains(u'\n') && !error.message.isEmpty();
    }
};

QTEST_GUILESS_MAIN(TestStore)
#include "test_store.moc"
