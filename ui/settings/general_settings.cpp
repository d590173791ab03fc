// SPDX-License-Identifier: GPL-3.0-or-later
// Each takes effect at once.
#include "ui/settings/general_settings.h"

#include "ui/shell/app_context.h"
#include "ui/shell/menus.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSignalBlocker>
#include <QSpinBox>

namespace doctor::ui
{

namespace
{
constexpr int NormalText = 100;
constexpr int TextStep = 10;
using Leaving = store::Settings::Leaving;
constexpr Leaving Leavings[] = {Leaving::Ask, Leaving::Background, Leaving::End};
constexpr store::Theme Themes[] = {store::Theme::System, store::Theme::Light, store::Theme::Dark};
} // namespace

GeneralSettings::GeneralSettings(AppContext& context, QWidget* parent)
    : SettingRows(parent), m_context(context), m_language(new QComboBox(this)), m_theme(new QComboBox(this)),
      m_textSize(new QSpinBox(this)), m_notifies(new QCheckBox(this)), m_tellsEnds(new QCheckBox(this)),
      m_leaving(new QComboBox(this))
{
    build();
    retranslate();
    showValues();
    connect(m_language, &QComboBox::activated, this,
            [this] { Q_EMIT languageChosen(m_language->currentData().toString()); });
    connect(m_theme, &QComboBox::activated, this, [this] {
        m_context.setTheme(static_cast<store::Theme>(m_theme->currentData().toInt()));
        showResets();
    });
    connect(m_textSize, &QSpinBox::valueChanged, this, [this](int percent) {
        m_context.setTextSize(percent);
        showResets();
    });
    connect(m_notifies, &QCheckBox::toggled, this, [this](bool on) {
        m_context.settings().setNotifies(on);
        showResets();
    });
    connect(m_tellsEnds, &QCheckBox::toggled, this, [this](bool on) {
        m_context.settings().setTellsEnds(on);
        showResets();
    });
    connect(m_leaving, &QComboBox::activated, this, [this] {
        m_context.settings().setLeaving(static_cast<Leaving>(m_leaving->currentData().toInt()));
        showResets();
    });
}

void GeneralSettings::build()
{
    QStringList languages = knowledge::Knowledge::languages();
    languages.prepend(QString());
    for (const QString& language : languages)
        m_language->addItem(languageName(language), language);
    for (const store::Theme theme : Themes)
        m_theme->addItem(QString(), static_cast<int>(theme));
    for (const Leaving leaving : Leavings)
        m_leaving->addItem(QString(), static_cast<int>(leaving));
    m_textSize->setRange(store::Settings::SmallestText, store::Settings::LargestText);
    m_textSize->setSingleStep(TextStep);
    store::Settings& settings = m_context.settings();
    add(
        m_language, [&settings] { return settings.language().isEmpty(); }, [this] { Q_EMIT languageChosen({}); });
    add(
        m_theme, [&settings] { return settings.theme() == store::Theme::System; },
        [this] { m_context.setTheme(store::Theme::System); });
    add(
        m_textSize, [&settings] { return settings.textSize() == NormalText; },
        [this] { m_context.setTextSize(NormalText); });
    add(
        m_notifies, [&settings] { return settings.notifies(); }, [&settings] { settings.setNotifies(true); });
    add(
        m_tellsEnds, [&settings] { return !settings.tellsEnds().value_or(false); },
        [&settings] { settings.setTellsEnds(false); });
    add(
        m_leaving, [&settings] { return settings.leaving() == Leaving::Ask; },
        [&settings] { settings.setLeaving(Leaving::Ask); });
}

void GeneralSettings::showValues()
{
    const store::Settings& settings = m_context.settings();
    const QSignalBlocker quietSize(m_textSize);
    const QSignalBlocker quietNews(m_notifies);
    m_language->setCurrentIndex(qMax(0, m_language->findData(settings.language())));
    m_theme->setCurrentIndex(m_theme->findData(static_cast<int>(settings.theme())));
    m_textSize->setValue(settings.textSize());
    const QSignalBlocker quietEnds(m_tellsEnds);
    m_notifies->setChecked(settings.notifies());
    m_tellsEnds->setChecked(settings.tellsEnds().value_or(false));
    m_leaving->setCurrentIndex(m_leaving->findData(static_cast<int>(settings.leaving())));
    showResets();
}

void GeneralSettings::retranslate()
{
    setNames({tr("&Language:"), tr("&Theme:"), tr("Text &size:"), tr("&Notifications:"), tr("Long &diagnoses:"),
              tr("Closing &while something runs:")});
    m_language->setItemText(0, tr("As the system"));
    m_theme->setItemText(0, tr("As the system"));
    m_theme->setItemText(1, tr("Light"));
    m_theme->setItemText(2, tr("Dark"));
    m_leaving->setItemText(0, tr("Ask me"));
    m_leaving->setItemText(1, tr("Go on in the background"));
    m_leaving->setItemText(2, tr("Stop and close"));
    m_textSize->setSuffix(tr(" %", "percent sign after a number"));
    m_notifies->setText(tr("Tell me while I work elsewhere"));
    m_notifies->setToolTip(tr("When a watch sees a failure, or what it started ends, and this window is not in front. "
                              "What is told stands in the window as well."));
    m_tellsEnds->setText(tr("Tell me their end too"));
    m_tellsEnds->setToolTip(tr("When tests that took two minutes or more have ended and this window is not in front."));
    m_tellsEnds->setAccessibleDescription(m_tellsEnds->toolTip());
    m_notifies->setAccessibleDescription(m_notifies->toolTip());
}

} // namespace doctor::ui
