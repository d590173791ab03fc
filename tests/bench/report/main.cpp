// SPDX-License-Identifier: GPL-3.0-or-later
// How long a report of 10,000 attempts takes in each format, and how large it becomes.
#include "app/report/report.h"
#include "tests/support/fake_knowledge.h"
#include "tests/support/sample_session.h"

#include <QElapsedTimer>
#include <cstdio>

namespace
{

constexpr int Attempts = 10'000;

doctor::core::Session largeSession()
{
    doctor::core::Session session = doctor::testsupport::sampleSession();
    std::vector<doctor::core::TestRecord*> tests;
    for (doctor::core::TestRecord& test : session.tests) {
        if (!test.attempts.empty())
            tests.push_back(&test);
    }
    const std::size_t each = Attempts / tests.size() + 1;
    for (doctor::core::TestRecord* test : tests) {
        const std::vector<doctor::core::Attempt> pattern = test->attempts;
        for (std::size_t i = pattern.size(); i < each; ++i) {
            doctor::core::Attempt attempt = pattern[i % pattern.size()];
            attempt.localPort = static_cast<int>(1024 + i % 60'000);
            attempt.startedAt.wallMs += static_cast<qint64>(i) * 7;
            test->attempts.push_back(std::move(attempt));
        }
    }
    return session;
}

} // namespace

int main()
{
    const doctor::core::Session session = largeSession();
    const doctor::testing::FakeKnowledge knowledge;
    bool good = true;
    for (const bool hide : {true, false}) {
        for (const doctor::report::Format& format : doctor::report::formats()) {
            QElapsedTimer timer;
            timer.start();
            const auto bytes = doctor::report::render(session, knowledge, format.id, {.hidePrivateDetails = hide});
            good = good && bytes.has_value();
            std::printf("%-9s %s %6lld ms %8.2f MB\n", qPrintable(format.id), hide ? "redacted" : "as it is",
                        timer.elapsed(), bytes ? static_cast<double>(bytes->size()) / 1e6 : 0.0);
        }
    }
    return good ? 0 : 1;
}
