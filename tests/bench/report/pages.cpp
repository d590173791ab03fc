// SPDX-License-Identifier: GPL-3.0-or-later
// Reports of sessions for people to look at: report_pages FOLDER LANGUAGE [NAME of tests/cases/sessions, or a file …].
#include "app/core/json/session_json.h"
#include "app/diagnosis/diagnose.h"
#include "app/report/report.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <cstdio>

using namespace doctor;

namespace
{

bool written(const QString& name, const core::Result<QByteArray>& bytes)
{
    QFile file(name);
    return bytes && file.open(QIODevice::WriteOnly) && file.write(*bytes) == bytes->size();
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QDir sessions(qEnvironmentVariable("DOCTOR_SOURCE_DIR") + u"/tests/cases/sessions"_qs);
    const QDir folder(arguments.value(1));
    const auto knowledge = knowledge::Knowledge::load(arguments.value(2, u"en"_qs));
    if (arguments.size() < 3 || !knowledge || !folder.mkpath(u"."_qs)) {
        std::fprintf(stderr, "usage: DOCTOR_SOURCE_DIR=… report_pages FOLDER LANGUAGE [NAME …]\n");
        return 2;
    }
    const QStringList given = arguments.mid(3);
    const QStringList names = given.isEmpty() ? sessions.entryList(QDir::Dirs | QDir::NoDotAndDotDot) : given;
    int failed = 0;
    for (const QString& name : names) {
        const bool isFile = name.endsWith(u".json");
        const auto recorded = core::loadSession(isFile ? name : sessions.filePath(name + u"/session.json"_qs));
        if (!recorded) {
            std::fprintf(stderr, "%s\n", qPrintable(recorded.error().message));
            ++failed;
            continue;
        }
        const core::Session session = diagnosis::diagnosed(*recorded, **knowledge);
        const QString base = folder.filePath(isFile ? QFileInfo(name).completeBaseName() : name);
        for (const QString& format : {u"pdf"_qs, u"markdown"_qs, u"html"_qs}) {
            const auto bytes = report::render(session, **knowledge, format);
            failed += written(base + u'.' + report::findFormat(format)->suffix, bytes) ? 0 : 1;
        }
        failed += core::saveSession(session, base + u".json"_qs) ? 0 : 1;
    }
    return failed == 0 ? 0 : 1;
}
