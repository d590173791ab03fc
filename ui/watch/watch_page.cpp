// SPDX-License-Identifier: GPL-3.0-or-later
// Fields to a wish, rounds to a strip and a table.
#include "ui/watch/watch_page.h"

#include "app/core/model/proxy.h"
#include "app/engine/zone_check.h"
#include "app/figures/watch_picture.h"
#include "ui/compare/fixed_table.h"
#include "ui/shell/app_context.h"
#include "ui/watch/watch_strip.h"
#include "ui/widgets/text_label.h"
#include "ui/wizard/caution.h"
#include "ui/wizard/field_message.h"
#include "ui/wizard/service_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>

namespace doctor::ui
{

namespace
{
constexpr int RenewMs = 60'000;
constexpr int GatherMs = 100;
} // namespace

WatchPage::WatchPage(AppContext& context, WatchDesk& desk, QWidget* parent)
    : QWidget(parent), m_context(context), m_desk(desk)
{
    build();
    m_renew.setInterval(RenewMs);
    m_gathered.setSingleShot(true);
    m_gathered.setInterval(GatherMs);
    connect(&m_renew, &QTimer::timeout, this, &WatchPage::showRecord);
    connect(&m_gathered, &QTimer::timeout, this, [this] {
        showState();
        showRecord();
    });
    connect(m_address, &QLineEdit::textEdited, this, [this] {
        explain();
        m_permission->setChecked(false);
        showPermission();
    });
    connect(m_address, &QLineEdit::returnPressed, m_button, &QPushButton::click);
    connect(m_button, &QPushButton::clicked, this, &WatchPage::startOrStop);
    connect(m_permission, &QCheckBox::toggled, this, [this](bool given) {
        if (given)
            m_permissionMessage->hide();
    });
    connect(m_strip, &WatchStrip::currentChanged, m_current, &QLabel::setText);
    connect(&m_desk, &WatchDesk::changed, &m_gathered, [this] {
        if (!m_gathered.isActive()) // else a quick watch would never be drawn
            m_gathered.start();
    });
    connect(&m_context, &AppContext::knowledgeChanged, this, &WatchPage::showRecord);
    showWish();
    retranslate();
    m_desk.readRecord();
}

QWidget* WatchPage::firstField() const
{
    return m_desk.isWatching() ? static_cast<QWidget*>(m_button) : m_address;
}

void WatchPage::showWish()
{
    const WatchDesk::Wish& wish = m_desk.wish();
    m_address->setText(wish.typed);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(wish.request.interval).count();
    const int place = m_interval->findData(static_cast<int>(seconds));
    m_interval->setCurrentIndex(place < 0 ? m_interval->findData(60) : place);
    m_diagnoses->setChecked(wish.diagnoses);
    explain();
    showPermission();
}

void WatchPage::propose(const core::Target& target)
{
    if (m_desk.isWatching())
        return;
    m_proposed = target;
    m_proposed->addresses.clear(); // looked up anew by each round
    m_address->setText(core::displayName(target));
    m_permission->setChecked(false);
    explain();
    showPermission();
}

core::Result<core::Target> WatchPage::read() const
{
    const QString text = m_address->text().trimmed();
    if (m_proposed && text == core::displayName(*m_proposed))
        return *m_proposed;
    if (text.isEmpty())
        return core::failure(core::ErrorCode::InvalidInput,
                             tr("Type the address of the service, for example db.example.org:1433."));
    if (text == m_desk.wish().typed)
        return m_desk.wish().request.target; // with the protocol that the text may leave open
    auto target = core::parseTarget(text);
    if (!target)
        return target;
    if (const QString refused = engine::zoneProblem(*target); !refused.isEmpty())
        return core::failure(core::ErrorCode::InvalidInput, refused);
    return target;
}

QString WatchPage::sentenceFor(const core::Target& target)
{
    const QString port = QString::number(target.port);
    if (target.systemProxy)
        return tr("Will watch %1, port %2, through the proxy that the system names at that time, if any. What fails at "
                  "a proxy does not count against the service.")
            .arg(target.host, port);
    if (const auto proxy = core::parseProxy(target.proxy); proxy && *proxy)
        return tr("Will watch %1, port %2, through the proxy %3. What fails there does not count against the service.")
            .arg(target.host, port, core::displayName(**proxy));
    if (target.protocol == core::Protocol::Auto)
        return tr("Will watch %1, port %2. What speaks there is asked once, with up to 8 connections.")
            .arg(target.host, port);
    return tr("Will watch %1, port %2, as %3.").arg(target.host, port, protocolName(target.protocol));
}

void WatchPage::explain()
{
    const auto target = read();
    if (!target) {
        m_understood->clear(); // what is missing is said on Start, not at each key
        return;
    }
    const QString sentence = sentenceFor(*target);
    m_understood->showNote(target->sourceAddress.isEmpty()
                               ? sentence
                               //: %1 whole sentences, %2 an address of this computer
                               : tr("%1 The connections come from %2.").arg(sentence, target->sourceAddress));
}

void WatchPage::showPermission()
{
    const auto target = read();
    const bool own = !target || core::isLoopback(*target) || isPrivateNetwork(*target);
    m_permission->setVisible(!own && !m_desk.isWatching());
    if (target)
        m_permission->setText(tr("&I may test %1").arg(core::displayName(*target)));
    if (m_permission->isHidden())
        m_permissionMessage->hide();
}

void WatchPage::startOrStop()
{
    if (m_desk.isWatching()) {
        m_desk.stop();
        return;
    }
    const auto target = read();
    if (!target) {
        m_understood->showProblem(target.error().message);
        m_address->setFocus(Qt::OtherFocusReason);
        return;
    }
    if (!m_permission->isHidden() && !m_permission->isChecked()) {
        m_permissionMessage->setVisible(true);
        m_permissionMessage->showProblem(
            tr("Tick this box if you run this service or its owner has agreed; else choose another service."));
        m_permission->setFocus(Qt::OtherFocusReason);
        return;
    }
    WatchDesk::Wish wish;
    wish.request.target = *target;
    wish.typed = m_address->text().trimmed();
    wish.request.interval = std::chrono::seconds(m_interval->currentData().toInt());
    wish.diagnoses = m_diagnoses->isChecked();
    m_context.settings().addRecentTarget(core::displayName(*target));
    m_desk.start(wish);
}

QString WatchPage::intervalText(int seconds) const
{
    if (seconds < 60)
        return tr("%1 seconds").arg(seconds);
    return seconds == 60 ? tr("1 minute") : tr("%1 minutes").arg(seconds / 60);
}

QString WatchPage::stateText() const
{
    const WatchDesk::Wish& wish = m_desk.wish();
    if (!m_desk.isWatching())
        return m_desk.rounds().empty()
                   ? QString()
                   : tr("Not watching now; this was %1.").arg(core::displayName(wish.request.target));
    const QString since = QLocale().toString(m_desk.since().time(), QLocale::ShortFormat);
    if (m_desk.rounds().empty() || m_desk.rounds().back().untilMs < m_desk.since().toMSecsSinceEpoch())
        return tr("Watching %1 since %2; the first exchange is under way.")
            .arg(core::displayName(wish.request.target), since);
    return tr("Watching %1 since %2; just now: %3.", "service, time, how the last exchange ended")
        .arg(core::displayName(wish.request.target), since,
             figures::watchOutcomeText(m_desk.rounds().back(), *m_context.knowledge()));
}

void WatchPage::showState()
{
    const bool watching = m_desk.isWatching();
    for (QWidget* field :
         {static_cast<QWidget*>(m_address), static_cast<QWidget*>(m_interval), static_cast<QWidget*>(m_diagnoses)})
        field->setEnabled(!watching);
    m_understood->setVisible(!watching);
    if (watching && m_address->text() != m_desk.wish().typed) {
        m_address->setText(m_desk.wish().typed);
        explain();
    }
    m_button->setText(watching ? tr("&Stop watching") : tr("&Start watching"));
    m_state->setText(stateText());
    m_state->setVisible(!m_state->text().isEmpty());
    m_button->setAccessibleDescription(m_state->text()); // where the focus is, the state is heard
    showPermission();
    if (watching)
        m_renew.start();
    else
        m_renew.stop();
}

void WatchPage::showRecord()
{
    const bool any = m_desk.isWatching() || !m_desk.rounds().empty();
    for (QWidget* part :
         {static_cast<QWidget*>(m_answer), static_cast<QWidget*>(m_strip), static_cast<QWidget*>(m_current)})
        part->setVisible(any);
    m_empty->setVisible(!any);
    if (!any) {
        m_eventsTitle->hide();
        m_eventsArea->hide();
        return;
    }
    const figures::WatchPicture picture =
        figures::watchPicture(m_desk.rounds(), m_desk.nowMs(), *m_context.knowledge());
    m_answer->setText(picture.answer);
    m_strip->setPicture(picture);
    m_eventsTitle->setVisible(!picture.events.rows.empty());
    m_eventsArea->setVisible(true); // keeps the strip in its place
    m_events->setVisible(!picture.events.rows.empty());
    m_events->setTable(picture.events);
    m_events->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_events->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_events->horizontalHeader()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
}

void WatchPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        explain();
    }
    QWidget::changeEvent(event);
}

void WatchPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    showRecord();
}

} // namespace doctor::ui
