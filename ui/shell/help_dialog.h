// SPDX-License-Identifier: GPL-3.0-or-later
// F1: what the page in view is for, beside the page and never instead of it.
#pragma once

#include <QDialog>

class QPushButton;

namespace doctor::ui
{

class MarkdownView;
class TextLabel;

class HelpDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit HelpDialog(QWidget* parent = nullptr);
    /// Shows the text of a page; a further call changes it.
    void explain(const QString& title, const QString& markdown);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    TextLabel* m_title;
    MarkdownView* m_text;
    QPushButton* m_close;
};

} // namespace doctor::ui
