// SPDX-License-Identifier: GPL-3.0-or-later
// An answer counts only for the service that it was asked about.
#include "ui/wizard/proxy_field.h"

#include "app/core/model/proxy.h"
#include "ui/wizard/field_message.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>

namespace doctor::ui
{

namespace
{

constexpr int TypingPauseMs = 400;

/// The settings know hosts, ports and kinds of service.
bool asksTheSame(const core::Target& one, const core::Target& other)
{
    return one.host == other.host && one.port == other.port && one.protocol == other.protocol;
}

} // namespace

ProxyField::ProxyField(QWidget* parent)
    : QWidget(parent), m_choice(new QComboBox(this)), m_address(new QLineEdit(this)),
      m_said(new FieldMessage(m_choice, parent)), m_problem(new FieldMessage(m_address, parent))
{
    for (const Choice choice : {Choice::None, Choice::System, Choice::Custom})
        m_choice->addItem(QString(), static_cast<int>(choice));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_choice);
    layout->addWidget(m_address, 1);
    layout->addStretch();
    m_pause.setSingleShot(true);
    m_pause.setInterval(TypingPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &ProxyField::ask);
    connect(&m_look, &engine::ComputerLook::proxyRead, this, &ProxyField::take);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &ProxyField::showChoice);
    connect(m_choice, &QComboBox::activated, this, [this] {
        if (choice() == Choice::Custom)
            m_address->setFocus(Qt::OtherFocusReason);
        Q_EMIT edited();
    });
    connect(m_address, &QLineEdit::textEdited, this, &ProxyField::edited);
    retranslate();
    showChoice();
}

ProxyField::Choice ProxyField::choice() const
{
    return static_cast<Choice>(m_choice->currentData().toInt());
}

void ProxyField::setTarget(const core::Target& target)
{
    m_address->setText(target.systemProxy ? QString() : target.proxy);
    const Choice wanted = target.systemProxy ? Choice::System : target.proxy.isEmpty() ? Choice::None : Choice::Custom;
    m_choice->setCurrentIndex(m_choice->findData(static_cast<int>(wanted)));
    showChoice();
}

void ProxyField::setService(const core::Target& target)
{
    if (asksTheSame(m_service, target))
        return;
    m_service = target;
    if (choice() != Choice::System)
        return;
    m_pause.start();
    say();
}

bool ProxyField::isAnswered() const
{
    return m_asked && asksTheSame(*m_asked, m_service) && m_answer;
}

void ProxyField::showChoice()
{
    const bool custom = choice() == Choice::Custom;
    m_address->setVisible(custom);
    m_said->clear();
    m_said->hide();
    hideProblem();
    m_pause.stop();
    if (choice() != Choice::System) {
        m_look.dropProxy();
        m_asked.reset(); // the settings may have changed when they are chosen again
        return;
    }
    ask();
    say();
}

void ProxyField::ask()
{
    if (m_service.host.isEmpty() || (m_asked && asksTheSame(*m_asked, m_service)))
        return;
    m_asked = m_service;
    m_answer.reset();
    m_look.askProxy(m_service);
}

void ProxyField::take(const core::Target& asked, const core::Result<QString>& proxy)
{
    if (!m_asked || !asksTheSame(*m_asked, asked))
        return;
    m_answer = proxy;
    say();
}

void ProxyField::say()
{
    if (choice() != Choice::System)
        return;
    m_said->show();
    if (m_service.host.isEmpty())
        m_said->showNote(tr("System: depends on the address of the service."));
    else if (!isAnswered())
        m_said->showNote(tr("System: its settings are being asked..."));
    else if (!*m_answer)
        m_said->showProblem(m_answer->error().message);
    else if ((*m_answer)->isEmpty())
        m_said->showNote(tr("System: none for this service; the tests go directly."));
    else
        m_said->showNote(tr("System: %1", "%1 a proxy's URL").arg(**m_answer));
}

void ProxyField::hideProblem()
{
    m_problem->clear();
    m_problem->hide();
}

bool ProxyField::submit(core::Target& target)
{
    target.systemProxy = choice() == Choice::System;
    target.proxy.clear();
    if (target.systemProxy) {
        // Nobody starts tests without having been told the way that they take.
        if (!asksTheSame(m_service, target))
            m_service = target;
        ask();
        say();
        if (!isAnswered() || !*m_answer)
            return false;
        target.proxy = **m_answer;
        return true;
    }
    if (choice() == Choice::None)
        return true;
    const auto proxy = core::parseProxy(m_address->text());
    const QString typed = m_address->text().trimmed();
    if (proxy && !typed.isEmpty()) { // "none" is an answer too
        target.proxy = *proxy ? typed : QString();
        return true;
    }
    m_problem->show();
    m_problem->showProblem(proxy ? tr("Type the address of the proxy, for example http://proxy.example.org:3128.")
                                 : proxy.error().message);
    return false;
}

std::array<QWidget*, 2> ProxyField::messages() const
{
    return {m_said, m_problem};
}

QWidget* ProxyField::choiceField() const
{
    return m_choice;
}

QWidget* ProxyField::refusedField() const
{
    return choice() == Choice::Custom ? static_cast<QWidget*>(m_address) : m_choice;
}

void ProxyField::retranslate()
{
    m_choice->setItemText(0, tr("None"));
    m_choice->setItemText(1, tr("As the system is set"));
    m_choice->setItemText(2, tr("Another one"));
    m_address->setPlaceholderText(tr("http://host:3128 or socks5://host:1080"));
    m_address->setAccessibleName(tr("Address of the proxy"));
    say();
}

} // namespace doctor::ui
