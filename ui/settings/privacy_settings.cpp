// SPDX-License-Identifier: GPL-3.0-or-later
// The user's own words are taken when their field is left.
#include "ui/settings/privacy_settings.h"

#include "ui/shell/app_context.h"
#include "ui/widgets/text_label.h"
#include "ui/wizard/field_message.h"

#include <QCheckBox>
#include <QDesktopServices>
#include <QDir>
#include <QEvent>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QUrl>

namespace doctor::ui
{

namespace
{
using store::Settings;
constexpr int MostDays = 3650;
constexpr int WordLines = 3;
} // namespace

PrivacySettings::PrivacySettings(AppContext& context, QWidget* parent)
    : SettingRows(parent), m_context(context), m_hides(new QCheckBox(this)), m_warning(new FieldMessage(m_hides, this)),
      m_words(new QPlainTextEdit(this)), m_wordsMessage(new FieldMessage(m_words, this)), m_days(new QSpinBox(this)),
      m_folder(new TextLabel(TextLabel::Role::Quiet, this)), m_open(new QPushButton(this)),
      m_remove(new QPushButton(this))
{
    build();
    buildKept();
    retranslate();
    showValues();
    connect(m_hides, &QCheckBox::toggled, this, [this] {
        takeReports();
        showWarning();
    });
    connect(m_words, &QPlainTextEdit::textChanged, m_wordsMessage, &FieldMessage::clear);
    connect(m_days, &QSpinBox::editingFinished, this, [this] { keepDays(m_days->value()); });
    connect(m_open, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_context.dataFolder())); });
    connect(m_remove, &QPushButton::clicked, this, &PrivacySettings::removeRequested);
}

void PrivacySettings::build()
{
    m_words->setTabChangesFocus(true);
    m_words->setFixedHeight(fontMetrics().lineSpacing() * WordLines + fontMetrics().height());
    m_words->installEventFilter(this);
    add(
        m_hides, [this] { return m_context.settings().reports().hidesPrivate; },
        [this] {
            Settings::Reports reports = m_context.settings().reports();
            reports.hidesPrivate = true;
            m_context.setReports(reports);
        });
    addWide(m_warning);
    add(
        m_words, [this] { return m_context.settings().reports().hiddenWords.isEmpty(); },
        [this] {
            Settings::Reports reports = m_context.settings().reports();
            reports.hiddenWords.clear();
            m_context.setReports(reports);
        });
    addWide(m_wordsMessage);
}

void PrivacySettings::buildKept()
{
    m_days->setRange(0, MostDays);
    add(
        m_days, [this] { return m_context.settings().historyDays() == 0; }, [this] { keepDays(0); });
    addWide(m_folder);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_open);
    buttons->addStretch(1);
    buttons->addWidget(m_remove); // apart, so that no hand slips
    addWide(buttons);
    for (QPushButton* button : {m_open, m_remove})
        button->setAutoDefault(false);
}

void PrivacySettings::takeReports()
{
    Settings::Reports reports = m_context.settings().reports();
    reports.hidesPrivate = m_hides->isChecked();
    m_context.setReports(reports);
    showResets();
}

void PrivacySettings::takeWords()
{
    Settings::Reports reports = m_context.settings().reports();
    reports.hiddenWords.clear();
    QString unusable;
    for (const QString& line : m_words->toPlainText().split(u'\n')) {
        const QString word = line.trimmed();
        if (word.size() >= Settings::ShortestWord && word.size() <= Settings::LongestWord)
            reports.hiddenWords += word;
        else if (!word.isEmpty() && unusable.isEmpty())
            unusable = word;
    }
    m_context.setReports(reports);
    showResets();
    if (unusable.isEmpty())
        m_wordsMessage->clear();
    else if (unusable.size() < Settings::ShortestWord)
        m_wordsMessage->showProblem(
            tr("“%1” is too short to be replaced everywhere; write at least 2 letters.").arg(unusable));
    else
        m_wordsMessage->showProblem(
            tr("“%1…” is too long; write one word or name of at most 100 letters a line.").arg(unusable.left(20)));
}

void PrivacySettings::showWarning()
{
    if (m_hides->isChecked())
        m_warning->clear();
    else
        m_warning->showProblem(tr("Reports will begin with every host name, address and user name as it is; whoever "
                                  "gets such a report can read them."));
}

bool PrivacySettings::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_words && event->type() == QEvent::FocusOut)
        takeWords();
    return SettingRows::eventFilter(watched, event);
}

void PrivacySettings::showValues()
{
    const Settings& settings = m_context.settings();
    const QSignalBlocker quietHides(m_hides);
    m_hides->setChecked(settings.reports().hidesPrivate);
    m_words->setPlainText(settings.reports().hiddenWords.join(u'\n'));
    m_days->setValue(settings.historyDays());
    showWarning();
    showResets();
}

void PrivacySettings::keepDays(int days)
{
    if (days == m_context.settings().historyDays())
        return;
    m_context.settings().setHistoryDays(days);
    m_context.removeOld();
    showResets();
}

void PrivacySettings::retranslate()
{
    setNames({tr("&Reports:"), tr("Al&ways replaced in them:"), tr("&Keep diagnoses for:")});
    m_hides->setText(tr("Hide private details at first"));
    m_words->setPlaceholderText(tr("One word a line, such as the name of a project; no passwords."));
    m_words->setAccessibleName(tr("Always replaced in reports"));
    m_days->setSpecialValueText(tr("ever"));
    m_days->setSuffix(tr(" days"));
    m_folder->setText(tr("Diagnoses, the record of the watch, remembered addresses and settings lie in %1 and nowhere "
                         "else. Passwords, certificates and keys are never kept.")
                          .arg(QDir::toNativeSeparators(m_context.dataFolder())));
    m_open->setText(tr("&Open this folder"));
    m_remove->setText(tr("&Delete everything…"));
}

} // namespace doctor::ui
