// SPDX-License-Identifier: GPL-3.0-or-later
// One row per symptom of the knowledge base, apart from "when", which step 1 asks.
#include "ui/wizard/noticed_page.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace doctor::ui
{

NoticedPage::NoticedPage(QWidget* parent) : InputPage(parent), m_form(new QGridLayout)
{
    m_form->setHorizontalSpacing(fontMetrics().height());
    m_form->setVerticalSpacing(fontMetrics().height() / 4); // twelve questions fit a window of 800x600
    m_form->setColumnStretch(1, 1);
    QVBoxLayout* column = makeColumn();
    column->addLayout(m_form);
    column->addStretch(1);
}

void NoticedPage::makeRows()
{
    for (const QString& key : m_knowledge->symptomKeys()) {
        if (key == QStringLiteral("when"))
            continue;
        auto* answers = new QComboBox(this);
        answers->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        for (const QString& answer : m_knowledge->symptomAnswers(key))
            answers->addItem(QString(), answer);
        answers->setCurrentIndex(answers->count() - 1);
        auto* label = new QLabel(this);
        label->setBuddy(answers);
        const int row = static_cast<int>(m_rows.size());
        m_form->addWidget(label, row, 0);
        m_form->addWidget(answers, row, 1);
        m_rows.append({key, label, answers});
        connect(answers, &QComboBox::activated, this, &NoticedPage::edited);
    }
}

void NoticedPage::setKnowledge(KnowledgePtr knowledge)
{
    m_knowledge = std::move(knowledge);
    if (m_rows.isEmpty())
        makeRows();
    for (const Row& row : m_rows) {
        row.label->setText(
            tr("%1:", "label of a field").arg(m_knowledge->text(QStringLiteral("symptom.%1").arg(row.key))));
        for (int i = 0; i < row.answers->count(); ++i)
            row.answers->setItemText(
                i,
                m_knowledge->text(QStringLiteral("symptom.%1.%2").arg(row.key, row.answers->itemData(i).toString())));
    }
}

void NoticedPage::setRequest(const engine::RunRequest& request)
{
    for (const Row& row : m_rows) {
        const int index = row.answers->findData(request.symptoms.value(row.key));
        row.answers->setCurrentIndex(index >= 0 ? index : row.answers->count() - 1);
    }
}

bool NoticedPage::submit(engine::RunRequest& request)
{
    for (const Row& row : m_rows) {
        // The last answer of each question is "I don't know": the same as no answer.
        if (row.answers->currentIndex() == row.answers->count() - 1)
            request.symptoms.remove(row.key);
        else
            request.symptoms.insert(row.key, row.answers->currentData().toString());
    }
    return true;
}

QWidget* NoticedPage::firstField() const
{
    return m_rows.isEmpty() ? nullptr : static_cast<QWidget*>(m_rows.first().answers);
}

} // namespace doctor::ui
