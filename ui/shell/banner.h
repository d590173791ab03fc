// SPDX-License-Identifier: GPL-3.0-or-later
// One sentence across the page, with at most one thing to do about it; used instead of message boxes.
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace doctor::ui
{

class Banner final : public QFrame
{
    Q_OBJECT
public:
    explicit Banner(QWidget* parent = nullptr);
    /// Shows a sentence; `action` is the text of the button, none if empty.
    void showSentence(const QString& sentence, const QString& action = {}, bool closable = true);
    [[nodiscard]] QString sentence() const;

Q_SIGNALS:
    void actionRequested();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void retranslate();

    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_action;
    QToolButton* m_close;
};

} // namespace doctor::ui
