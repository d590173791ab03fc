// SPDX-License-Identifier: GPL-3.0-or-later
// The registry of formats, and rendering: first hide, then compose, then write.
#include "app/core/base/spoken.h"
#include "app/report/bundle.h"
#include "app/report/document/document.h"
#include "app/report/document/log_excerpts.h"
#include "app/report/redact/redact.h"
#include "app/report/report.h"
#include "app/report/words.h"
#include "app/report/writers/writers.h"

#include <QRegularExpression>
#include <algorithm>
#include <array>

namespace doctor::report
{

namespace
{

/// A page with the data of more attempts would be slow to open; the data is then a file of its own.
constexpr std::size_t MostAttemptsInTwin = 2000;

std::size_t attemptsOf(const core::Session& session)
{
    std::size_t count = 0;
    for (const core::TestRecord& test : session.tests) {
        count += test.attempts.size();
    }
    return count;
}

/// Name of files about a session, without folder and suffix.
QString baseName(const core::Session& session)
{
    static const QRegularExpression odd(u"[^A-Za-z0-9.-]+"_qs);
    QString name = u"connection-%1-%2"_qs.arg(session.target.host).arg(session.target.port);
    if (session.startedAt.isValid()) {
        name += session.startedAt.toString(u"-yyyyMMdd-HHmm"_qs);
    }
    return name.replace(odd, u"-"_qs).left(120);
}

/// What a document is made of, ready to leave the house.
struct Content {
    const core::Session& session;
    const knowledge::Knowledge& knowledge;
    bool redacted;
    const core::Session* before;
    const QByteArray* packets;

    [[nodiscard]] Document full(std::size_t mostAttempts) const
    {
        return fullDocument(session, knowledge, redacted, mostAttempts, before);
    }
    [[nodiscard]] Document brief() const { return briefDocument(session, knowledge, redacted, before); }
};
using Render = core::Result<QByteArray> (*)(const Content&);

core::Result<QByteArray> html(const Content& content)
{
    Document document = content.full(MostAttemptsOnScreen);
    if (attemptsOf(content.session) <= MostAttemptsInTwin) {
        document.twin = dataOf(content.session, content.knowledge);
    }
    return writeHtml(document);
}
core::Result<QByteArray> pdf(const Content& content)
{
    return writePdf(content.full(MostAttemptsOnPaper));
}
core::Result<QByteArray> archive(const Content& content)
{
    return bundle(content.session, content.knowledge, content.redacted, baseName(content.session), content.before,
                  content.packets);
}
core::Result<QByteArray> markdown(const Content& content)
{
    return writeMarkdown(content.brief());
}
core::Result<QByteArray> text(const Content& content)
{
    return writeText(content.brief());
}
core::Result<QByteArray> json(const Content& content)
{
    return dataOf(content.session, content.knowledge);
}

struct Entry {
    const char* id;
    const char* suffix;
    const char* mimeType;
    Render render;
};

constexpr std::array Registry{
    Entry{"html", "html", "text/html", html},        Entry{"markdown", "md", "text/markdown", markdown},
    Entry{"json", "json", "application/json", json}, Entry{"text", "txt", "text/plain", text},
    Entry{"pdf", "pdf", "application/pdf", pdf},     Entry{"zip", "zip", "application/zip", archive},
};

/// The session as it may leave the house.
core::Result<core::Session> prepared(const core::Session& session, const Options& options,
                                     std::vector<Replacement>* replaced = nullptr)
{
    return options.hidePrivateDetails ? redacted(session, options, replaced) : core::Result<core::Session>(session);
}

} // namespace

const std::vector<Format>& formats()
{
    static const auto all = [] {
        std::vector<Format> made;
        for (const Entry& entry : Registry) {
            made.push_back({QString::fromLatin1(entry.id), QString::fromLatin1(entry.suffix),
                            QString::fromLatin1(entry.mimeType)});
        }
        return made;
    }();
    return all;
}

const Format* findFormat(const QString& id)
{
    const auto found =
        std::find_if(formats().begin(), formats().end(), [&id](const Format& format) { return format.id == id; });
    return found == formats().end() ? nullptr : &*found;
}

core::Result<QByteArray> render(const core::Session& session, const knowledge::Knowledge& knowledge,
                                const QString& formatId, const Options& options, std::vector<Replacement>* replaced)
{
    const auto entry = std::find_if(Registry.begin(), Registry.end(),
                                    [&](const Entry& candidate) { return formatId == QLatin1String(candidate.id); });
    if (entry == Registry.end()) {
        QStringList known;
        for (const Format& format : formats()) {
            known << format.id;
        }
        return core::failure(core::ErrorCode::InvalidInput,
                             core::translate("report", "“%1” is not a report format; there are %2.")
                                 .arg(formatId.left(40), known.join(u", "_qs)));
    }
    const auto ready = prepared(session, options, replaced);
    if (!ready) {
        return tl::unexpected(ready.error());
    }
    const core::SpokenLanguage spoken(knowledge.language());
    return entry->render({*ready, knowledge, options.hidePrivateDetails, options.before.get(), options.packets.get()});
}

QString shortText(const core::Session& session, const knowledge::Knowledge& knowledge, const Options& options)
{
    const auto ready = prepared(session, options);
    if (!ready) {
        return ready.error().message;
    }
    const core::SpokenLanguage spoken(knowledge.language());
    const Document document = briefDocument(*ready, knowledge, options.hidePrivateDetails);
    return oneLine(document.title) + u'\n' + oneLine(document.subtitle) + u'\n' + oneLine(document.answer);
}

QString suggestedFileName(const core::Session& session, const QString& formatId, const Options& options)
{
    const auto ready = prepared(session, options);
    const Format* format = findFormat(formatId);
    return (ready ? baseName(*ready) : u"connection-report"_qs) + u'.' + (format ? format->suffix : formatId);
}

} // namespace doctor::report
