// SPDX-License-Identifier: GPL-3.0-or-later
// Requests stall for want of times and addresses, so these come in full.
#include "ui/results/ask_message.h"

#include "app/core/model/names.h"
#include "app/report/report.h"

#include <QCoreApplication>
#include <QLocale>

namespace doctor::ui
{

namespace
{

constexpr int MostAttempts = 20;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(doctor::ui::AskMessage)
};

QString endpoint(const QString& address, const std::optional<int>& port)
{
    const QString shown = address.contains(QLatin1Char(':')) ? QStringLiteral("[%1]").arg(address) : address;
    return port ? QStringLiteral("%1:%2").arg(shown).arg(*port) : shown;
}

QString attemptLine(const core::Attempt& attempt, const knowledge::Knowledge& knowledge)
{
    const qint64 endMs = attempt.startedAt.wallMs + static_cast<qint64>(attempt.timings.totalMs.value_or(0));
    const QString time =
        QDateTime::fromMSecsSinceEpoch(endMs, Qt::UTC).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
    return QStringLiteral("%1  %2 -> %3  %4")
        .arg(time, endpoint(attempt.localAddress, attempt.localPort), endpoint(attempt.address, attempt.port),
             knowledge.text(QStringLiteral("ending.") + core::toWord(attempt.ending.how)));
}

QStringList failedAttempts(const core::Session& session, const knowledge::Knowledge& knowledge, int* all)
{
    QStringList lines;
    *all = 0;
    for (const core::TestRecord& test : session.tests) {
        for (const core::Attempt& attempt : test.attempts) {
            if (attempt.succeeded || !attempt.ending.isFailure())
                continue;
            if (++*all <= MostAttempts)
                lines.append(attemptLine(attempt, knowledge));
        }
    }
    return lines;
}

QString whatToLookFor(core::ClosedBy closedBy)
{
    const QString server = Text::tr("On the server: look in the logs of the service and of the system at these times "
                                    "for time-outs, limits, errors and restarts. A capture of one such connection "
                                    "shows whether the server sent the end itself.");
    const QString between = Text::tr("On firewalls, balancers and address translators in between: look for entries of "
                                     "these address pairs, the reason their sessions ended, and idle time-outs.");
    switch (closedBy) {
    case core::ClosedBy::ServerApplication:
    case core::ClosedBy::ServerSystem:
        return server;
    case core::ClosedBy::Middlebox:
    case core::ClosedBy::NetworkPath:
        return between;
    default:
        return server + QLatin1Char('\n') + between;
    }
}

} // namespace

QString askMessage(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    int all = 0;
    const QStringList lines = failedAttempts(session, knowledge, &all);
    QStringList parts;
    parts.append(Text::tr("Hello,\nconnections to %1 are being closed. We tested from our side and ask for your help "
                          "to find out what ends them.",
                          "%1 host and port")
                     .arg(core::displayName(session.target)));
    parts.append(report::shortText(session, knowledge, {.hidePrivateDetails = false}).trimmed());
    if (!lines.isEmpty()) {
        QString title = Text::tr("Connections that ended against our wish (end in UTC, our end, your end, how):");
        if (all > MostAttempts)
            title += QLatin1Char(' ') + Text::tr("The first %1 of %2 are listed.", "%1 and %2 are counts")
                                            .arg(QLocale().toString(MostAttempts), QLocale().toString(all));
        parts.append(title + QLatin1Char('\n') + lines.join(QLatin1Char('\n')));
    }
    parts.append(Text::tr("What to look for:") + QLatin1Char('\n') + whatToLookFor(session.diagnosis.verdict.closedBy));
    return parts.join(QStringLiteral("\n\n")) + QLatin1Char('\n');
}

} // namespace doctor::ui
