// SPDX-License-Identifier: GPL-3.0-or-later
// Step 3: what the user has noticed already; every answer may stay open.
#pragma once

#include "ui/wizard/input_page.h"

class QComboBox;
class QGridLayout;
class QLabel;

namespace doctor::ui
{

class NoticedPage final : public InputPage
{
    Q_OBJECT
public:
    explicit NoticedPage(QWidget* parent = nullptr);
    void setKnowledge(KnowledgePtr knowledge) override;
    void setRequest(const engine::RunRequest& request) override;
    [[nodiscard]] bool submit(engine::RunRequest& request) override;
    [[nodiscard]] QWidget* firstField() const override;

private:
    struct Row {
        QString key;
        QLabel* label;
        QComboBox* answers;
    };
    void makeRows();

    KnowledgePtr m_knowledge;
    QGridLayout* m_form;
    QList<Row> m_rows;
};

} // namespace doctor::ui
