// SPDX-License-Identifier: GPL-3.0-or-later
// The zip file is written into memory: a report is small, and a half-written file would help nobody.
#include "app/report/writers/archive.h"
#include "app/core/base/spoken.h"
#include "app/report/writers/late_library.h"

#include <archive.h>
#include <archive_entry.h>
#include <memory>

namespace doctor::report
{

namespace
{

LateLibrary archiveLibrary(DOCTOR_ARCHIVE);
DOCTOR_LATE(archiveLibrary, archive_entry_free);
DOCTOR_LATE(archiveLibrary, archive_entry_new);
DOCTOR_LATE(archiveLibrary, archive_entry_set_filetype);
DOCTOR_LATE(archiveLibrary, archive_entry_set_mtime);
DOCTOR_LATE(archiveLibrary, archive_entry_set_pathname_utf8);
DOCTOR_LATE(archiveLibrary, archive_entry_set_perm);
DOCTOR_LATE(archiveLibrary, archive_entry_set_size);
DOCTOR_LATE(archiveLibrary, archive_error_string);
DOCTOR_LATE(archiveLibrary, archive_write_close);
DOCTOR_LATE(archiveLibrary, archive_write_data);
DOCTOR_LATE(archiveLibrary, archive_write_free);
DOCTOR_LATE(archiveLibrary, archive_write_header);
DOCTOR_LATE(archiveLibrary, archive_write_new);
DOCTOR_LATE(archiveLibrary, archive_write_open);
DOCTOR_LATE(archiveLibrary, archive_write_set_bytes_in_last_block);
DOCTOR_LATE(archiveLibrary, archive_write_set_format_zip);
DOCTOR_LATE(archiveLibrary, archive_write_set_options);

struct WriteEnd {
    void operator()(struct archive* zip) const { archive_write_free(zip); }
};
struct EntryEnd {
    void operator()(struct archive_entry* entry) const { archive_entry_free(entry); }
};

la_ssize_t append(struct archive*, void* bytes, const void* data, size_t size)
{
    static_cast<QByteArray*>(bytes)->append(static_cast<const char*>(data), static_cast<qsizetype>(size));
    return static_cast<la_ssize_t>(size);
}

bool addFile(struct archive* zip, const ArchiveFile& file, const QDateTime& at)
{
    const std::unique_ptr<struct archive_entry, EntryEnd> entry(archive_entry_new());
    archive_entry_set_pathname_utf8(entry.get(), file.name.toUtf8().constData());
    archive_entry_set_size(entry.get(), file.content.size());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_mtime(entry.get(), at.isValid() ? at.toSecsSinceEpoch() : 0, 0);
    return archive_write_header(zip, entry.get()) == ARCHIVE_OK &&
           archive_write_data(zip, file.content.constData(), static_cast<size_t>(file.content.size())) ==
               file.content.size();
}

} // namespace

core::Result<QByteArray> writeArchive(const std::vector<ArchiveFile>& files, const QDateTime& at)
{
    if (const auto ready = archiveLibrary.load(); !ready)
        return tl::unexpected(ready.error());
    QByteArray bytes;
    const std::unique_ptr<struct archive, WriteEnd> zip(archive_write_new());
    bool good = archive_write_set_format_zip(zip.get()) == ARCHIVE_OK &&
                archive_write_set_options(zip.get(), "zip:hdrcharset=UTF-8") >= ARCHIVE_WARN &&
                archive_write_set_bytes_in_last_block(zip.get(), 1) == ARCHIVE_OK &&
                archive_write_open(zip.get(), &bytes, nullptr, append, nullptr) == ARCHIVE_OK;
    for (const ArchiveFile& file : files) {
        good = good && addFile(zip.get(), file, at);
    }
    if (good && archive_write_close(zip.get()) == ARCHIVE_OK) {
        return bytes;
    }
    return core::failure(core::ErrorCode::Unwritable, core::translate("report", "The archive cannot be made: %1")
                                                          .arg(QString::fromUtf8(archive_error_string(zip.get()))));
}

} // namespace doctor::report
