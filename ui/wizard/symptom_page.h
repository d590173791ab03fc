// SPDX-License-Identifier: GPL-3.0-or-later
// Step 1: what goes wrong, in the words of a sufferer, and the error text if there is one.
#pragma once

#include "ui/widgets/background.h"
#include "ui/wizard/input_page.h"

class QGroupBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QRadioButton;

namespace doctor::ui
{

class FieldMessage;

class SymptomPage final : public InputPage
{
    Q_OBJECT
public:
    explicit SymptomPage(QWidget* parent = nullptr);
    void setKnowledge(KnowledgePtr knowledge) override;
    void setRequest(const engine::RunRequest& request) override;
    [[nodiscard]] bool submit(engine::RunRequest& request) override;
    [[nodiscard]] QWidget* firstField() const override;

Q_SIGNALS:
    void importRequested(); ///< there is a log or a capture instead of an error text

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Choice {
        QString answer;
        QRadioButton* button;
    };
    void retranslate();
    void makeChoices();
    void explainErrorText();
    void showRecognised(const std::optional<knowledge::Recognised>& recognised);
    [[nodiscard]] QString answer() const;

    KnowledgePtr m_knowledge;
    QGroupBox* m_group;
    QVBoxLayout* m_answers;
    QList<Choice> m_choices;
    QLabel* m_errorLabel;
    QPushButton* m_import;
    QPlainTextEdit* m_errorText;
    FieldMessage* m_understood;
    Background m_background; ///< last member: ends before what its jobs use
};

} // namespace doctor::ui
