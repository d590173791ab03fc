// SPDX-License-Identifier: GPL-3.0-or-later
// Three pages; no OK and Cancel, as nothing waits for them.
#include "ui/settings/settings_dialog.h"

#include "ui/settings/general_settings.h"
#include "ui/settings/privacy_settings.h"
#include "ui/settings/test_settings.h"
#include "ui/shell/app_context.h"
#include "ui/widgets/tab_order.h"
#include "ui/widgets/text_label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

namespace doctor::ui
{

namespace
{

constexpr int NormalText = 100;
constexpr int NarrowestChars = 78;

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
    : QDialog(parent), m_context(context), m_confirm(ask), m_tabs(new QTabWidget(this)),
      m_general(new GeneralSettings(context)), m_tests(new TestSettings(context)),
      m_privacy(new PrivacySettings(context)), m_message(new TextLabel(TextLabel::Role::Body, this)),
      m_close(new QPushButton(this))
{
    build();
    retranslate();
    connect(m_general, &GeneralSettings::languageChosen, this, &SettingsDialog::languageChosen);
    connect(m_privacy, &PrivacySettings::removeRequested, this, &SettingsDialog::removeEverything);
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
}

void SettingsDialog::build()
{
    for (SettingRows* page : {static_cast<SettingRows*>(m_general), static_cast<SettingRows*>(m_tests),
                              static_cast<SettingRows*>(m_privacy)})
        m_tabs->addTab(page, QString());
    m_close->setDefault(true);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(m_message, 1);
    bottom->addWidget(m_close);
    auto* layout = new QVBoxLayout(this);
    m_width = new QSpacerItem(0, 0); // a minimum of the dialog's own would let it cut off its pages
    layout->addItem(m_width);
    layout->addWidget(m_tabs, 1);
    layout->addLayout(bottom);
}

void SettingsDialog::showPage(Page page)
{
    m_tabs->setCurrentIndex(page);
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
    for (SettingRows* page : {static_cast<SettingRows*>(m_general), static_cast<SettingRows*>(m_tests),
                              static_cast<SettingRows*>(m_privacy)})
        page->showValues();
}

void SettingsDialog::retranslate()
{
    setWindowTitle(tr("Settings"));
    m_tabs->setTabText(General, tr("General"));
    m_tabs->setTabText(Tests, tr("Tests"));
    m_tabs->setTabText(Privacy, tr("Privacy"));
    m_close->setText(tr("&Close"));
    m_width->changeSize(fontMetrics().averageCharWidth() * NarrowestChars, 0, QSizePolicy::Minimum, QSizePolicy::Fixed);
}

bool SettingsDialog::event(QEvent* event)
{
    const bool handled = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest && isVisible()) // a message may have come in that needs a second line
        resize(width(), qMax(height(), layout()->totalHeightForWidth(width())));
    return handled;
}

bool SettingsDialog::focusNextPrevChild(bool next)
{
    return moveFocusInReadingOrder(*this, next);
}

void SettingsDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

} // namespace doctor::ui
