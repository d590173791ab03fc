// SPDX-License-Identifier: GPL-3.0-or-later
// The words that a report replaces: which, by what, how often; more can be added and some kept.
#pragma once

#include "app/report/report.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QTableWidget;

namespace doctor::ui
{

class FieldMessage;
class TextLabel;

class ReplacedWords final : public QWidget
{
    Q_OBJECT
public:
    explicit ReplacedWords(QWidget* parent = nullptr);
    /// `stillPrivate`: words in the report that look private all the same.
    void show(const std::vector<report::Replacement>& replaced, const QStringList& stillPrivate);
    using QWidget::show;

Q_SIGNALS:
    /// Is to be replaced too; `later`: in every report to come as well.
    void wordAdded(const QString& word, bool later);
    void wordKept(const QString& word);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void retranslate();
    void addWord();
    void keepSelected();

    bool m_any = false;
    TextLabel* m_title;
    QTableWidget* m_table;
    QPushButton* m_keep;
    QLineEdit* m_word;
    QPushButton* m_hide;
    QCheckBox* m_later;
    FieldMessage* m_wordMessage;
    TextLabel* m_warning;
};

} // namespace doctor::ui
