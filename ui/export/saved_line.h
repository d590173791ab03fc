// SPDX-License-Identifier: GPL-3.0-or-later
// Says in the page where a file went, or why it did not.
#pragma once

#include "ui/widgets/card.h"

class QPushButton;

namespace doctor::ui
{

class CopyButton;
class TextLabel;

class SavedLine final : public Card
{
    Q_OBJECT
public:
    explicit SavedLine(QWidget* parent = nullptr);
    void showSaved(const QString& file, qint64 bytes);
    void showFailure(const QString& reason);
    /// Says something that is neither a saved file nor a failure.
    void showNote(const QString& note) { showFailure(note); }
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    QString m_file;
    qint64 m_bytes = 0;
    QString m_failure;
    TextLabel* m_text;
    QPushButton* m_open;
    QPushButton* m_folder;
    CopyButton* m_copy;
};

} // namespace doctor::ui
