// SPDX-License-Identifier: GPL-3.0-or-later
// For every practice fault: the cause on top must be the one that the fault stands for. All run side by side.
#include "app/engine/practice_target.h"
#include "app/engine/session_controller.h"

#include <QtTest>
#include <map>

using namespace doctor;
using namespace doctor::engine;
using namespace Qt::StringLiterals;

namespace
{

struct Patient {
    std::unique_ptr<PracticeTarget> target;
    std::unique_ptr<SessionController> controller;
};

QString leading(const core::Session& session)
{
    return session.diagnosis.causes.empty() ? u"(none)"_s : session.diagnosis.causes.front().id;
}

QString findingsOf(const core::Session& session)
{
    QStringList words;
    for (const core::Finding& finding : session.findings)
        words << finding.question + u'=' + finding.answer;
    return words.join(u", "_s);
}

} // namespace

class TestFaultCauses : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void leadingCause_data();
    void leadingCause();

private:
    static constexpr double Seconds = 30;
    static constexpr std::size_t AtOnce = 8;
    std::map<QString, core::Session> m_sessions;
};

/// Most of a run is waiting, so several share the machine.
void TestFaultCauses::initTestCase()
{
    const auto knowledge = knowledge::Knowledge::load(u"en"_s);
    QVERIFY2(knowledge.has_value(), knowledge ? "" : qPrintable(knowledge.error().message));
    const auto clock = std::make_shared<core::SystemClock>();
    std::vector<PracticeFault> waiting = practiceFaults();
    std::map<QString, Patient> running;
    while (!waiting.empty() || !running.empty()) {
        while (running.size() < AtOnce && !waiting.empty()) {
            const PracticeFault fault = waiting.back();
            waiting.pop_back();
            auto target = PracticeTarget::start(fault.id);
            QVERIFY2(target.has_value(), qPrintable(fault.id));
            RunRequest request = (*target)->request();
            request.maxDurationSeconds = Seconds;
            Patient patient{std::move(*target), std::make_unique<SessionController>(*knowledge, clock)};
            patient.controller->start(request);
            running.emplace(fault.id, std::move(patient));
        }
        const auto ended = [](const auto& one) { return !one.second.controller->isRunning(); };
        QVERIFY(QTest::qWaitFor([&] { return std::any_of(running.begin(), running.end(), ended); },
                                static_cast<int>(3000 * Seconds)));
        for (auto it = running.begin(); it != running.end();) {
            if (it->second.controller->isRunning()) {
                ++it;
                continue;
            }
            m_sessions.emplace(it->first, it->second.controller->snapshot().session);
            it = running.erase(it);
        }
    }
}

void TestFaultCauses::leadingCause_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("cause");
    for (const PracticeFault& fault : practiceFaults())
        QTest::addRow("%s", qPrintable(fault.id)) << fault.id << fault.cause;
}

void TestFaultCauses::leadingCause()
{
    QFETCH(QString, id);
    QFETCH(QString, cause);
    const core::Session& session = m_sessions.at(id);
    QVERIFY(session.complete);
    QVERIFY(session.durationSeconds <= Seconds + 2);
    QVERIFY2(leading(session) == cause,
             qPrintable(leading(session) + u" instead of "_s + cause + u"; "_s + findingsOf(session)));
}

QTEST_GUILESS_MAIN(TestFaultCauses)
#include "test_fault_causes.moc"
