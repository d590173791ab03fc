// SPDX-License-Identifier: GPL-3.0-or-later
// Step 8, the report: what will be saved is what the preview shows, byte for byte.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"
#include "app/store/store.h"

#include <QWidget>
#include <functional>
#include <memory>

namespace doctor::ui
{

class ReportPage : public QWidget
{
    Q_OBJECT
public:
    /// Asks for a file name: parent, suggested name, filter of the format. Empty means that the user cancelled.
    using FileChooser = std::function<QString(QWidget*, const QString&, const QString&)>;

    explicit ReportPage(QWidget* parent = nullptr);
    ~ReportPage() override;
    /// A report of something else will follow: its private details and the user's own words are hidden as the settings
    /// say.
    void startOver(const store::Settings::Reports& reports);
    /// The settings may have changed; if so, the report in view follows them.
    void follow(const store::Settings::Reports& reports);
    /// `packets` is a pcap file of the session's connections, or null; the user may put it into the archive.
    void setSession(const core::Session& session, std::shared_ptr<const knowledge::Knowledge> knowledge,
                    std::shared_ptr<const QByteArray> packets = {});
    /// Hands the pages to the system's viewer, which prints them.
    void print();
    /// Replaces the file dialog, for tests.
    void setFileChooser(FileChooser chooser);
    /// Opens a file with the program that the system has for it; false: there is none. Replaced in tests.
    using FileOpener = std::function<bool(const QString&)>;
    void setFileOpener(FileOpener opener);
    /// What Save would write now; empty while it is being rendered.
    [[nodiscard]] QByteArray previewBytes() const;

Q_SIGNALS:
    /// The user wants a word replaced in later reports too.
    void defaultsChanged(const doctor::store::Settings::Reports& reports);
    void savedTo(const QString& file);
    /// The pages were handed to the system's viewer, which prints them.
    void printedFrom(const QString& file);
    /// The preview shows what the options ask for.
    void previewReady();

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace doctor::ui
