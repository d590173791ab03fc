// SPDX-License-Identifier: GPL-3.0-or-later
// Checks and writes the file of -o.
#include "app/cli/output_file.h"

#include "app/cli/command.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::cli::OutputFile)
};

} // namespace

void OutputFile::addTo(CLI::App& app, const QString& help)
{
    app.add_option("-o,--output", name, help.toStdString())->type_name("FILE");
    app.add_flag("--overwrite", overwrite,
                 Messages::tr("With -o: replace the file if it is there already").toStdString());
}

core::Result<void> OutputFile::check() const
{
    if (!isNamed())
        return {};
    const QString file = fromArgument(name);
    const QFileInfo info(file);
    const QFileInfo folder(info.absolutePath());
    if (info.isDir() || !folder.isDir() || !folder.isWritable() || (info.exists() && !info.isWritable()))
        return core::failure(core::ErrorCode::InvalidInput,
                             Messages::tr("The option -o names “%1”, which cannot be written; a file in an existing, "
                                          "writable folder was expected.")
                                 .arg(file));
    if (!overwrite && info.isFile() && info.size() > 0)
        return core::failure(core::ErrorCode::InvalidInput,
                             Messages::tr("The option -o names “%1”, which is there already; name another file, or "
                                          "give --overwrite to replace it.")
                                 .arg(file));
    return {};
}

core::Result<void> OutputFile::write(const QByteArray& bytes) const
{
    const QString fileName = fromArgument(name);
    QSaveFile file(fileName);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return {};
    return core::failure(core::ErrorCode::Unwritable,
                         Messages::tr("The file “%1” cannot be written: %2.").arg(fileName, file.errorString()));
}

} // namespace doctor::cli
