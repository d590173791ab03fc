// SPDX-License-Identifier: GPL-3.0-or-later
// Three groups on one page; no OK and Cancel, as nothing waits for them.
#include "ui/shell/settings_dialog.h"

#include "ui/shell/app_context.h"
#include "ui/shell/menus.h"
#include "ui/widgets/text_label.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QEvent>
#include <QGridLayout>
#include <QGroupBox>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QUrl>
#include <QVBoxLayout>

namespace doctor::ui
{

namespace
{

constexpr int NormalText = 100;
constexpr int TextStep = 10;
constexpr int NarrowestChars = 78;
constexpr int MostDays = 3650;
constexpr store::Theme Themes[] = {store::Theme::System, store::Theme::Light, store::Theme::Dark};
constexpr store::Thoroughness Plans[] = {store::Thoroughness::Quick, store::Thoroughness::Standard,
                                         store::Thoroughness::LongIdle};

bool ask(QWidget* parent)
{
    return QMessageBox::warning(
               parent, SettingsDialog::tr("Delete everything"),
               SettingsDialog::tr("This deletes every diagnosis, the record of the watch, every "
                                  "remembered address and every setting on this computer. It cannot be "
                                  "undone."),
               QMessageBox::Ok | QMessageBox::Cancel, QMessageBox::Cancel) == QMessageBox::Ok;
}

} // namespace

SettingsDialog::SettingsDialog(AppContext& context, QWidget* parent)
    : QDialog(parent), m_context(context), m_confirm(ask)
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
    connect(m_thoroughness, &QComboBox::activated, this, [this] {
        m_context.settings().setThoroughness(static_cast<store::Thoroughness>(m_thoroughness->currentData().toInt()));
        showResets();
    });
    connect(m_days, &QSpinBox::editingFinished, this, [this] { keepDays(m_days->value()); });
    connect(m_open, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_context.dataFolder())); });
    connect(m_remove, &QPushButton::clicked, this, &SettingsDialog::removeEverything);
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
}

void SettingsDialog::build()
{
    for (QGroupBox** group : {&m_look, &m_tests, &m_data}) {
        *group = new QGroupBox(this);
        auto* grid = new QGridLayout(*group);
        grid->setColumnStretch(1, 1);
        grid->setHorizontalSpacing(fontMetrics().height());
    }
    store::Settings& settings = m_context.settings();
    m_language = new QComboBox(m_look);
    QStringList languages = knowledge::Knowledge::languages();
    languages.prepend(QString());
    for (const QString& language : languages)
        m_language->addItem(languageName(language), language);
    m_theme = new QComboBox(m_look);
    for (const store::Theme theme : Themes)
        m_theme->addItem(QString(), static_cast<int>(theme));
    m_textSize = new QSpinBox(m_look);
    m_textSize->setRange(store::Settings::SmallestText, store::Settings::LargestText);
    m_textSize->setSingleStep(TextStep);
    m_thoroughness = new QComboBox(m_tests);
    for (const store::Thoroughness plan : Plans)
        m_thoroughness->addItem(QString(), static_cast<int>(plan));
    m_days = new QSpinBox(m_data);
    m_days->setRange(0, MostDays);

    addRow(
        m_look, m_language, [&settings] { return settings.language().isEmpty(); },
        [this] { Q_EMIT languageChosen({}); });
    addRow(
        m_look, m_theme, [&settings] { return settings.theme() == store::Theme::System; },
        [this] { m_context.setTheme(store::Theme::System); });
    addRow(
        m_look, m_textSize, [&settings] { return settings.textSize() == NormalText; },
        [this] { m_context.setTextSize(NormalText); });
    addRow(
        m_tests, m_thoroughness, [&settings] { return settings.thoroughness() == store::Thoroughness::Standard; },
        [&settings] { settings.setThoroughness(store::Thoroughness::Standard); });
    addRow(
        m_data, m_days, [&settings] { return settings.historyDays() == 0; }, [this] { keepDays(0); });

    m_folder = new TextLabel(TextLabel::Role::Quiet, m_data);
    m_open = new QPushButton(m_data);
    m_remove = new QPushButton(m_data);
    auto* grid = qobject_cast<QGridLayout*>(m_data->layout());
    grid->addWidget(m_folder, 1, 0, 1, 3);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_open);
    buttons->addStretch(1);
    buttons->addWidget(m_remove); // apart, so that no hand slips
    grid->addLayout(buttons, 2, 0, 1, 3);
    m_message = new TextLabel(TextLabel::Role::Body, this);
    m_close = new QPushButton(this);
    for (QPushButton* button : {m_open, m_remove})
        button->setAutoDefault(false);
    m_close->setDefault(true);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(m_message, 1);
    bottom->addWidget(m_close);
    auto* layout = new QVBoxLayout(this);
    for (QGroupBox* group : {m_look, m_tests, m_data}) {
        layout->addWidget(group);
        layout->addSpacing(fontMetrics().height() / 2);
    }
    layout->addStretch(1);
    layout->addLayout(bottom);
}

void SettingsDialog::addRow(QGroupBox* group, QWidget* field, std::function<bool()> isDefault,
                            std::function<void()> restore)
{
    auto* grid = qobject_cast<QGridLayout*>(group->layout());
    const auto row = static_cast<int>(group->findChildren<QLabel*>(QString(), Qt::FindDirectChildrenOnly).size());
    auto* label = new QLabel(group);
    label->setBuddy(field);
    auto* reset = new QPushButton(group);
    reset->setAutoDefault(false);
    QSizePolicy keep = reset->sizePolicy();
    keep.setRetainSizeWhenHidden(true);
    reset->setSizePolicy(keep);
    grid->addWidget(label, row, 0);
    grid->addWidget(field, row, 1);
    grid->addWidget(reset, row, 2);
    connect(reset, &QPushButton::clicked, this, [this, field, restore = std::move(restore)] {
        field->setFocus(Qt::OtherFocusReason); // the button is about to go
        restore();
        showValues();
    });
    m_rows.push_back({label, field, reset, std::move(isDefault)});
}

void SettingsDialog::showValues()
{
    const store::Settings& settings = m_context.settings();
    const QSignalBlocker quietSize(m_textSize);
    m_language->setCurrentIndex(qMax(0, m_language->findData(settings.language())));
    m_theme->setCurrentIndex(m_theme->findData(static_cast<int>(settings.theme())));
    m_textSize->setValue(settings.textSize());
    m_thoroughness->setCurrentIndex(m_thoroughness->findData(static_cast<int>(settings.thoroughness())));
    m_days->setValue(settings.historyDays());
    showResets();
}

void SettingsDialog::showResets()
{
    for (const Row& row : m_rows)
        row.reset->setVisible(!row.isDefault());
}

void SettingsDialog::keepDays(int days)
{
    if (days == m_context.settings().historyDays())
        return;
    m_context.settings().setHistoryDays(days);
    m_context.removeOld();
    showResets();
}

void SettingsDialog::removeEverything()
{
    if (!m_confirm(this))
        return;
    m_context.forgetEverything(this, [this](const core::Result<void>& removed) {
        m_message->setText(removed ? tr("Everything has been deleted.") : removed.error().message);
    });
    m_context.setTheme(store::Theme::System);
    m_context.setTextSize(NormalText);
    Q_EMIT languageChosen({});
    showValues();
}

void SettingsDialog::retranslate()
{
    setWindowTitle(tr("Settings"));
    m_look->setTitle(tr("Look"));
    m_tests->setTitle(tr("Tests"));
    m_data->setTitle(tr("What is kept"));
    const QString labels[] = {tr("&Language:"), tr("&Theme:"), tr("Text &size:"), tr("&Plan of a new diagnosis:"),
                              tr("&Keep diagnoses for:")};
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_rows[i].label->setText(labels[i]);
        m_rows[i].reset->setText(tr("Reset"));
        m_rows[i].reset->setAccessibleName(
            tr("Reset: %1", "%1 name of a setting").arg(QString(labels[i]).remove(u'&').remove(u':')));
    }
    alignFields();
    m_language->setItemText(0, tr("As the system"));
    m_theme->setItemText(0, tr("As the system"));
    m_theme->setItemText(1, tr("Light"));
    m_theme->setItemText(2, tr("Dark"));
    m_textSize->setSuffix(tr(" %", "percent sign after a number"));
    m_thoroughness->setItemText(0, tr("Quick"));
    m_thoroughness->setItemText(1, tr("Standard"));
    m_thoroughness->setItemText(2, tr("Long idle"));
    m_days->setSpecialValueText(tr("ever"));
    m_days->setSuffix(tr(" days"));
    m_folder->setText(tr("Diagnoses, the record of the watch, remembered addresses and settings lie in %1 and nowhere "
                         "else. Passwords, certificates and keys are never kept.")
                          .arg(QDir::toNativeSeparators(m_context.dataFolder())));
    m_open->setText(tr("&Open this folder"));
    m_remove->setText(tr("&Delete everything..."));
    m_close->setText(tr("&Close"));
}

/// The groups are grids of their own; their fields begin at the same place all the same.
void SettingsDialog::alignFields()
{
    int labels = 0;
    int resets = 0;
    for (const Row& row : m_rows) {
        labels = qMax(labels, row.label->sizeHint().width());
        resets = qMax(resets, row.reset->sizeHint().width());
    }
    for (QGroupBox* group : {m_look, m_tests, m_data}) {
        auto* grid = qobject_cast<QGridLayout*>(group->layout());
        grid->setColumnMinimumWidth(0, labels);
        grid->setColumnMinimumWidth(2, resets);
    }
    setMinimumWidth(fontMetrics().averageCharWidth() * NarrowestChars);
}

void SettingsDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        showValues();
    }
    QDialog::changeEvent(event);
}

} // namespace doctor::ui
