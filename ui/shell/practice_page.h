// SPDX-License-Identifier: GPL-3.0-or-later
// All faults that the practice server can play, each with a diagnosis to try on it.
#pragma once

#include "app/knowledge/knowledge.h"

#include <QWidget>
#include <memory>

class QLabel;
class QListWidget;
class QPushButton;

namespace doctor::ui
{

class PracticePage final : public QWidget
{
    Q_OBJECT
public:
    explicit PracticePage(QWidget* parent = nullptr);
    void setKnowledge(std::shared_ptr<const knowledge::Knowledge> knowledge);
    [[nodiscard]] QWidget* firstField() const;

Q_SIGNALS:
    void practiceRequested(const QString& faultId);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void choose();

    QLabel* m_title;
    QLabel* m_intro;
    QLabel* m_listLabel;
    QListWidget* m_faults;
    QPushButton* m_diagnose;
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
};

} // namespace doctor::ui
