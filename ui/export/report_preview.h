// SPDX-License-Identifier: GPL-3.0-or-later
// Shows a rendered report and finds words in it, so that people can convince themselves of what is in.
#pragma once

#include "ui/export/report_job.h"

#include <QWidget>
#include <memory>

class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedLayout;

namespace doctor::ui
{

class MarkdownView;
class TextLabel;

class ReportPreview final : public QWidget
{
    Q_OBJECT
public:
    explicit ReportPreview(QWidget* parent = nullptr);
    void show(std::shared_ptr<const RenderedReport> report);
    [[nodiscard]] QLineEdit* findField() const { return m_find; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void findNext(bool backward);
    void countHits();
    [[nodiscard]] bool isHtml() const { return m_report && m_report->previewIsHtml; }

    std::shared_ptr<const RenderedReport> m_report;
    QLineEdit* m_find;
    QPushButton* m_previous;
    QPushButton* m_next;
    TextLabel* m_hits;
    QStackedLayout* m_stack;
    MarkdownView* m_page;
    QPlainTextEdit* m_plain;
    TextLabel* m_cut;
};

} // namespace doctor::ui
