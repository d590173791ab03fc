// SPDX-License-Identifier: GPL-3.0-or-later
// A number outside its range is replaced by the nearest limit, and that is said.
#include "ui/settings/test_settings.h"

#include "ui/shell/app_context.h"
#include "ui/widgets/limit_box.h"
#include "ui/widgets/text_label.h"
#include "ui/wizard/field_message.h"

#include <QComboBox>
#include <QLocale>
#include <QSignalBlocker>

namespace doctor::ui
{

namespace
{
using store::Settings;
constexpr store::Thoroughness Plans[] = {store::Thoroughness::Quick, store::Thoroughness::Standard,
                                         store::Thoroughness::LongIdle};
} // namespace

TestSettings::TestSettings(AppContext& context, QWidget* parent)
    : SettingRows(parent), m_context(context), m_thoroughness(new QComboBox(this)),
      m_about(new TextLabel(TextLabel::Role::Quiet, this))
{
    build();
    retranslate();
    showValues();
    connect(m_thoroughness, &QComboBox::activated, this, [this] {
        m_context.settings().setThoroughness(static_cast<store::Thoroughness>(m_thoroughness->currentData().toInt()));
        showResets();
    });
    connect(m_minutes, &LimitBox::outsideTyped, this, [this] {
        m_minutesMessage->showProblem(tr("A diagnosis may be given 1 to %1 minutes; the nearest is used.")
                                          .arg(QLocale().toString(Settings::MostMinutes)));
    });
    connect(m_connections, &LimitBox::outsideTyped, this, [this] {
        m_connectionsMessage->showProblem(
            tr("A diagnosis may be given %1 to %2 connections; the nearest is used.")
                .arg(QLocale().toString(Settings::FewestConnections), QLocale().toString(Settings::MostConnections)));
    });
    connect(m_pace, &LimitBox::outsideTyped, this, [this] {
        m_paceMessage->showProblem(
            tr("Tests may start %1 to %2 connections a second, as more could itself trip a limit of the service; the "
               "nearest is used.")
                .arg(QLocale().toString(Settings::SlowestPace), QLocale().toString(Settings::FastestPace)));
    });
}

void TestSettings::build()
{
    Settings& settings = m_context.settings();
    for (const store::Thoroughness plan : Plans)
        m_thoroughness->addItem(QString(), static_cast<int>(plan));
    add(
        m_thoroughness, [&settings] { return settings.thoroughness() == store::Thoroughness::Standard; },
        [&settings] { settings.setThoroughness(store::Thoroughness::Standard); });
    addWide(m_about);
    addLimit(
        m_minutes, m_minutesMessage, 0, 1, Settings::MostMinutes,
        [&settings] { return settings.limits().minutes == Settings::MostMinutes; },
        [](Settings::Limits& limits) { limits.minutes = Settings::MostMinutes; });
    addLimit(
        m_connections, m_connectionsMessage, 0, Settings::FewestConnections, Settings::MostConnections,
        [&settings] { return settings.limits().connections == Settings::MostConnections; },
        [](Settings::Limits& limits) { limits.connections = Settings::MostConnections; });
    addLimit(
        m_pace, m_paceMessage, 1, Settings::SlowestPace, Settings::FastestPace,
        [&settings] { return settings.limits().perSecond >= Settings::FastestPace; },
        [](Settings::Limits& limits) { limits.perSecond = Settings::FastestPace; });
}

void TestSettings::addLimit(LimitBox*& box, FieldMessage*& message, int decimals, double least, double most,
                            std::function<bool()> isDefault, std::function<void(Settings::Limits&)> restore)
{
    box = new LimitBox(this, decimals);
    box->setRange(least, most);
    message = new FieldMessage(box, this);
    add(box, std::move(isDefault), [this, restore = std::move(restore)] {
        Settings::Limits limits = m_context.settings().limits();
        restore(limits);
        m_context.setLimits(limits);
    });
    addWide(message);
    connect(box, &LimitBox::valueChanged, this, &TestSettings::takeLimits);
    connect(box, &LimitBox::touched, message, &FieldMessage::clear);
}

void TestSettings::takeLimits()
{
    m_context.setLimits({.minutes = static_cast<int>(m_minutes->value()),
                         .connections = static_cast<int>(m_connections->value()),
                         .perSecond = m_pace->value()});
    showResets();
}

void TestSettings::showValues()
{
    const Settings::Limits limits = m_context.settings().limits();
    m_thoroughness->setCurrentIndex(m_thoroughness->findData(static_cast<int>(m_context.settings().thoroughness())));
    const std::pair<LimitBox*, double> values[] = {
        {m_minutes, limits.minutes}, {m_connections, limits.connections}, {m_pace, limits.perSecond}};
    for (const auto& [box, value] : values) {
        const QSignalBlocker quiet(box);
        box->setValue(value);
    }
    for (FieldMessage* message : {m_minutesMessage, m_connectionsMessage, m_paceMessage})
        message->clear();
    showResets();
}

void TestSettings::retranslate()
{
    setNames({tr("&Plan of a new diagnosis:"), tr("&Minutes at most:"), tr("C&onnections at most:"),
              tr("Connections a &second at most:")});
    m_thoroughness->setItemText(0, tr("Quick"));
    m_thoroughness->setItemText(1, tr("Standard"));
    m_thoroughness->setItemText(2, tr("Long idle"));
    m_about->setText(tr("No diagnosis goes beyond these limits, whatever its plan. Lower ones spare the service and "
                        "may leave questions open."));
}

} // namespace doctor::ui
