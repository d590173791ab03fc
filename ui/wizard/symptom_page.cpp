// SPDX-License-Identifier: GPL-3.0-or-later
// Radio buttons from the symptom table, and a box that recognises pasted errors.
#include "ui/wizard/symptom_page.h"

#include "ui/wizard/field_message.h"

#include <QEvent>
#include <QGroupBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace doctor::ui
{

namespace
{
constexpr int ErrorTextLines = 3;
constexpr qsizetype MostErrorText = 64 * 1024;
} // namespace

SymptomPage::SymptomPage(QWidget* parent)
    : InputPage(parent), m_group(new QGroupBox(this)), m_errorLabel(new QLabel(this)), m_import(new QPushButton(this)),
      m_errorText(new QPlainTextEdit(this)), m_understood(new FieldMessage(m_errorText, this))
{
    m_answers = new QVBoxLayout(m_group);
    m_answers->setSpacing(0);
    m_errorText->setTabChangesFocus(true);
    m_errorText->setFixedHeight(fontMetrics().lineSpacing() * ErrorTextLines + 2 * m_errorText->frameWidth() + 10);
    m_errorLabel->setBuddy(m_errorText);
    auto* layout = makeColumn();
    layout->addWidget(m_group);
    layout->addSpacing(fontMetrics().height() / 2);
    m_import->setAutoDefault(false);
    auto* heading = new QHBoxLayout;
    heading->addWidget(m_errorLabel, 1, Qt::AlignBottom);
    heading->addWidget(m_import);
    layout->addLayout(heading);
    layout->addWidget(m_errorText);
    layout->addWidget(m_understood);
    layout->addStretch(1);
    connect(m_errorText, &QPlainTextEdit::textChanged, this, [this] {
        explainErrorText();
        Q_EMIT edited();
    });
    connect(m_import, &QPushButton::clicked, this, &SymptomPage::importRequested);
    setTabOrder(m_errorText, m_import);
    retranslate();
}

void SymptomPage::setKnowledge(KnowledgePtr knowledge)
{
    m_knowledge = std::move(knowledge);
    if (m_choices.isEmpty())
        makeChoices();
    for (const Choice& choice : m_choices)
        choice.button->setText(m_knowledge->text(QStringLiteral("symptom.when.%1").arg(choice.answer)));
    explainErrorText();
}

void SymptomPage::makeChoices()
{
    for (const QString& answer : m_knowledge->symptomAnswers(QStringLiteral("when"))) {
        auto* button = new QRadioButton(m_group);
        m_answers->addWidget(button, 0, Qt::AlignLeft);
        m_choices.append({answer, button});
        connect(button, &QRadioButton::toggled, this, [this](bool on) {
            if (on)
                Q_EMIT edited();
        });
    }
    if (!m_choices.isEmpty())
        m_choices.last().button->setChecked(true);
}

void SymptomPage::setRequest(const engine::RunRequest& request)
{
    const QString wanted = request.symptoms.value(QStringLiteral("when"), QStringLiteral("unknown"));
    for (const Choice& choice : m_choices)
        if (choice.answer == wanted)
            choice.button->setChecked(true);
    if (m_errorText->toPlainText() != request.errorText)
        m_errorText->setPlainText(request.errorText);
}

QString SymptomPage::answer() const
{
    for (const Choice& choice : m_choices)
        if (choice.button->isChecked())
            return choice.answer;
    return QStringLiteral("unknown");
}

bool SymptomPage::submit(engine::RunRequest& request)
{
    request.symptoms.insert(QStringLiteral("when"), answer());
    request.errorText = m_errorText->toPlainText().left(MostErrorText);
    return true;
}

QWidget* SymptomPage::firstField() const
{
    for (const Choice& choice : m_choices)
        if (choice.button->isChecked())
            return choice.button;
    return m_errorText;
}

void SymptomPage::explainErrorText()
{
    const QString text = m_errorText->toPlainText();
    if (text.trimmed().isEmpty() || !m_knowledge) {
        m_understood->clear();
        return;
    }
    if (text.size() > MostErrorText) {
        m_understood->showNote(tr("This is a lot of text. The first 64 KB are kept."));
        return;
    }
    // Hundreds of patterns over up to 64 KB: beside the window's thread. Only the newest text is worth an answer.
    m_background.clear();
    m_background.post([this, text, knowledge = m_knowledge] {
        return [this, text, recognised = knowledge->recognise(text)] {
            if (text == m_errorText->toPlainText())
                showRecognised(recognised);
        };
    });
}

void SymptomPage::showRecognised(const std::optional<knowledge::Recognised>& recognised)
{
    if (!recognised) {
        m_understood->showNote(tr("We do not know this message; it will be kept in the report."));
        return;
    }
    const QString matched = recognised->matchedText.simplified().left(60);
    const QString key = QStringLiteral("meaning.%1").arg(recognised->meaning);
    const QString meaning = m_knowledge->hasText(key) ? m_knowledge->text(key) : recognised->meaning;
    m_understood->showNote(
        tr("Understood: %1 (%2)", "what an error text means, then the words that say it").arg(meaning, matched));
}

void SymptomPage::retranslate()
{
    m_group->setTitle(tr("Symptom"));
    m_errorLabel->setText(tr("E&rror text or number (optional):"));
    m_import->setText(tr("Open a &log or capture instead…"));
    m_errorText->setPlaceholderText(tr("For example: Connection reset by peer, or 10054"));
}

void SymptomPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    InputPage::changeEvent(event);
}

} // namespace doctor::ui
