// SPDX-License-Identifier: GPL-3.0-or-later
// Copies one text to the clipboard and says so on itself.
#pragma once

#include <QPushButton>

class QTimer;

namespace doctor::ui
{

class CopyButton final : public QPushButton
{
    Q_OBJECT
public:
    /// `what` makes the name unique on its page: "Copy: Raise the server's idle limit".
    CopyButton(const QString& what, const QString& content, QWidget* parent = nullptr);
    void setContent(const QString& what, const QString& content);
    /// Text on the button; empty means "Copy".
    void setCaption(const QString& caption);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    QString m_what;
    QString m_content;
    QString m_caption;
    QTimer* m_reset;
    bool m_copied = false;
};

} // namespace doctor::ui
