// SPDX-License-Identifier: GPL-3.0-or-later
// Fields of the target and the line that says what was understood.
#include "ui/wizard/service_page.h"

#include "app/core/model/ip_address.h"
#include "app/engine/practice_target.h"
#include "app/engine/zone_check.h"
#include "ui/wizard/field_message.h"
#include "ui/wizard/more_fields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QEvent>
#include <QGridLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpacerItem>
#include <QSpinBox>
#include <QStringListModel>
#include <QVBoxLayout>

namespace doctor::ui
{

namespace
{
constexpr int HighestPort = 65535;
constexpr int TypingPauseMs = 500;

using core::Protocol;
constexpr Protocol Choices[] = {Protocol::Auto,     Protocol::Https, Protocol::Http,  Protocol::Tls,
                                Protocol::Smtp,     Protocol::Ftp,   Protocol::Ssh,   Protocol::SqlServer,
                                Protocol::Postgres, Protocol::Mysql, Protocol::Redis, Protocol::Memcached,
                                Protocol::Tcp};
} // namespace

QString protocolName(Protocol protocol)
{
    switch (protocol) {
    case Protocol::Auto:
        return ServicePage::tr("Find out by asking");
    case Protocol::Tcp:
        return ServicePage::tr("Plain TCP");
    case Protocol::Tls:
        return QStringLiteral("TLS");
    case Protocol::Http:
        return QStringLiteral("HTTP");
    case Protocol::Https:
        return QStringLiteral("HTTPS");
    case Protocol::Ssh:
        return QStringLiteral("SSH");
    case Protocol::Smtp:
        return ServicePage::tr("SMTP (mail)");
    case Protocol::Ftp:
        return QStringLiteral("FTP");
    case Protocol::Redis:
        return QStringLiteral("Redis");
    case Protocol::Memcached:
        return QStringLiteral("Memcached");
    case Protocol::Postgres:
        return QStringLiteral("PostgreSQL");
    case Protocol::Mysql:
        return QStringLiteral("MySQL");
    case Protocol::SqlServer:
        return QStringLiteral("SQL Server");
    }
    return {};
}

ServicePage::ServicePage(QWidget* parent) : InputPage(parent)
{
    build();
    for (const Protocol choice : Choices)
        m_protocol->addItem(QString(), static_cast<int>(choice));
    for (const engine::PracticeFault& fault : engine::practiceFaults())
        m_fault->addItem(fault.id, fault.id);
    retranslate();
    m_namesTimer.setSingleShot(true);
    m_namesTimer.setInterval(TypingPauseMs);
    connect(&m_namesTimer, &QTimer::timeout, this, [this] { m_names.start(m_askedName); });
    connect(&m_names, &engine::NameCheck::answered, this, [this](const QString& host, const QStringList& addresses) {
        if (host != m_askedName)
            return;
        m_nameSentence = addresses.isEmpty()
                             ? tr("The name cannot be found now; the name look-up test will show why.")
                             : tr("Its name leads to %n address(es).", nullptr, static_cast<int>(addresses.size()));
        explainAddress();
    });

    connect(m_address, &QLineEdit::textEdited, this, [this] {
        leavePractice();
        m_portTouched = false;
        explainAddress();
        Q_EMIT edited();
    });
    connect(m_port, &QSpinBox::valueChanged, this, [this] {
        m_portTouched = true;
        explainAddress();
        Q_EMIT edited();
    });
    connect(m_protocol, &QComboBox::activated, this, [this] {
        explainAddress();
        Q_EMIT edited();
    });
    connect(m_more, &QCheckBox::toggled, this, [this](bool open) {
        m_moreFields->setVisible(open);
        m_practiceGroup->setHidden(open); // both do not fit the smallest window, and nobody needs both
        m_practiceGap->changeSize(0, open ? 0 : fontMetrics().height());
        layout()->invalidate();
    });
    connect(m_moreFields, &MoreFields::edited, this, &ServicePage::edited);
    connect(m_practise, &QPushButton::clicked, this,
            [this] { Q_EMIT practiceRequested(m_fault->currentData().toString()); });
}

void ServicePage::build()
{
    m_address = new QLineEdit(this);
    m_address->setClearButtonEnabled(true);
    m_recent = new QStringListModel(this);
    auto* completer = new QCompleter(m_recent, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_address->setCompleter(completer);
    m_understood = new FieldMessage(m_address, this);
    m_port = new QSpinBox(this);
    m_port->setRange(0, HighestPort);
    m_protocol = new QComboBox(this);
    m_addressLabel = new QLabel(this);
    m_portLabel = new QLabel(this);
    m_protocolLabel = new QLabel(this);
    m_addressLabel->setBuddy(m_address);
    m_portLabel->setBuddy(m_port);
    m_protocolLabel->setBuddy(m_protocol);

    const int gap = fontMetrics().height();
    auto* form = new QGridLayout;
    form->setHorizontalSpacing(gap);
    form->addWidget(m_addressLabel, 0, 0);
    form->addWidget(m_address, 0, 1, 1, 4);
    form->addWidget(m_understood, 1, 1, 1, 4);
    form->addWidget(m_portLabel, 2, 0);
    form->addWidget(m_port, 2, 1);
    form->setColumnMinimumWidth(2, gap / 2);
    form->addWidget(m_protocolLabel, 2, 3);
    form->addWidget(m_protocol, 2, 4);
    form->setColumnStretch(4, 1);

    m_more = new QCheckBox(this);
    m_moreFields = new MoreFields(this);
    m_moreFields->hide();
    m_practiceGroup = new QGroupBox(this);
    m_fault = new QComboBox(m_practiceGroup);
    m_fault->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_fault->setMinimumContentsLength(20);
    m_fault->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_faultLabel = new QLabel(m_practiceGroup);
    m_faultLabel->setBuddy(m_fault);
    m_practise = new QPushButton(m_practiceGroup);
    m_practise->setAutoDefault(true);
    auto* practice = new QHBoxLayout(m_practiceGroup);
    practice->addWidget(m_faultLabel);
    practice->addWidget(m_fault, 1);
    practice->addWidget(m_practise);

    QVBoxLayout* layout = makeColumn();
    layout->addLayout(form);
    layout->addSpacing(gap / 2);
    layout->addWidget(m_more, 0, Qt::AlignLeft);
    layout->addWidget(m_moreFields);
    m_practiceGap = new QSpacerItem(0, gap);
    layout->addItem(m_practiceGap);
    layout->addWidget(m_practiceGroup);
    layout->addStretch(1);
}

void ServicePage::setKnowledge(KnowledgePtr knowledge)
{
    m_knowledge = std::move(knowledge);
    for (int i = 0; i < m_fault->count(); ++i)
        m_fault->setItemText(i, m_knowledge->text(QStringLiteral("fault.%1").arg(m_fault->itemData(i).toString())));
    explainAddress();
}

void ServicePage::setRecentTargets(const QStringList& targets)
{
    m_recent->setStringList(targets);
}

void ServicePage::setRequest(const engine::RunRequest& request)
{
    const core::Target& target = request.target;
    m_practiceFault = request.practice ? request.practiceFault : QString();
    m_address->setText(target.host.isEmpty() ? QString() : core::displayName(target));
    {
        const QSignalBlocker quiet(m_port);
        m_port->setValue(target.port);
    }
    m_portTouched = false;
    m_protocol->setCurrentIndex(qMax(0, m_protocol->findData(static_cast<int>(target.protocol))));
    m_moreFields->setTarget(target);
    m_more->setChecked(m_moreFields->isUsed());
    if (!m_practiceFault.isEmpty())
        m_fault->setCurrentIndex(qMax(0, m_fault->findData(m_practiceFault)));
    explainAddress();
}

void ServicePage::enter(const engine::RunRequest& request)
{
    // An address in the pasted error text saves typing it again.
    if (!m_address->text().isEmpty() || request.errorText.isEmpty())
        return;
    const auto found = core::parseTarget(request.errorText);
    if (!found)
        return;
    m_address->setText(core::displayName(*found));
    explainAddress();
}

Protocol ServicePage::protocol() const
{
    return static_cast<Protocol>(m_protocol->currentData().toInt());
}

core::Result<core::Target> ServicePage::read() const
{
    const QString text = m_address->text().trimmed();
    if (text.isEmpty())
        return core::failure(core::ErrorCode::InvalidInput,
                             tr("Type the address of the service, for example db.example.org:1433."));
    auto target = core::parseTarget(text, protocol());
    if (!target && m_port->value() > 0) {
        if (const auto host = core::parseHost(text)) {
            core::Target named;
            named.host = *host;
            named.port = m_port->value();
            named.protocol = protocol();
            target = named;
        }
    }
    if (!target)
        return target;
    if (m_portTouched && m_port->value() > 0)
        target->port = m_port->value();
    if (const QString problem = engine::zoneProblem(*target); !problem.isEmpty())
        return core::failure(core::ErrorCode::InvalidInput, problem);
    m_moreFields->apply(*target);
    return target;
}

QString ServicePage::practiceTitle() const
{
    return m_knowledge ? m_knowledge->text(QStringLiteral("fault.%1").arg(m_practiceFault)) : m_practiceFault;
}

void ServicePage::explainAddress()
{
    const auto target = read();
    if (!target) {
        m_names.cancel();
        m_namesTimer.stop();
        m_askedName.clear();
        m_nameSentence.clear();
        m_moreFields->setService({});
        m_understood->clear(); // what is missing is said on Next, not at each key
        return;
    }
    if (!m_portTouched && m_port->value() != target->port) {
        const QSignalBlocker quiet(m_port);
        m_port->setValue(target->port);
    }
    askForName(*target);
    m_moreFields->setService(*target);
    const QString port = QString::number(target->port); // a port is a name, not a number to group
    if (!m_practiceFault.isEmpty())
        m_understood->showNote(
            tr("Practice: the server on this computer, port %1, plays “%2”.").arg(port, practiceTitle()));
    else if (target->protocol == Protocol::Auto && core::protocolOfPort(target->port) == Protocol::Auto)
        explain(tr("Will test %1, port %2.").arg(target->host, port));
    else if (target->protocol == Protocol::Auto)
        explain(tr("Will test %1, port %2, which looks like %3.")
                    .arg(target->host, port, protocolName(core::protocolOfPort(target->port))));
    else
        explain(tr("Will test %1, port %2, as %3.").arg(target->host, port, protocolName(target->protocol)));
}

void ServicePage::explain(const QString& sentence)
{
    m_understood->showNote(
        m_nameSentence.isEmpty()
            ? sentence
            : tr("%1 %2", "two sentences: what will be tested, what its name leads to").arg(sentence, m_nameSentence));
}

void ServicePage::askForName(const core::Target& target)
{
    const bool isName = m_practiceFault.isEmpty() && isVisible() && !core::parseIpAddress(target.host);
    const QString name = isName ? target.host : QString();
    if (name == m_askedName)
        return;
    m_names.cancel();
    m_namesTimer.stop();
    m_nameSentence.clear();
    m_askedName = name;
    if (isName)
        m_namesTimer.start();
}

void ServicePage::leavePractice()
{
    m_practiceFault.clear();
}

bool ServicePage::submit(engine::RunRequest& request)
{
    auto target = read();
    if (!target) {
        m_understood->showProblem(target.error().message);
        m_address->setFocus(Qt::OtherFocusReason);
        m_address->selectAll();
        return false;
    }
    const bool usable = m_moreFields->submit(*target);
    if (!usable) {
        m_more->setChecked(true); // the message is there
        m_moreFields->focusProblem();
        return false;
    }
    request.target = *target;
    request.practice = !m_practiceFault.isEmpty();
    request.practiceFault = m_practiceFault;
    return true;
}

QWidget* ServicePage::firstField() const
{
    return m_address;
}

void ServicePage::retranslateProtocols()
{
    for (int i = 0; i < m_protocol->count(); ++i)
        m_protocol->setItemText(i, protocolName(static_cast<Protocol>(m_protocol->itemData(i).toInt())));
}

void ServicePage::retranslate()
{
    m_addressLabel->setText(tr("&Address:"));
    m_address->setPlaceholderText(tr("db.example.org:1433 or https://…"));
    m_portLabel->setText(tr("P&ort:"));
    m_port->setSpecialValueText(tr("from the address"));
    m_protocolLabel->setText(tr("Servi&ce:"));
    m_more->setText(tr("&More about the connection"));
    m_practiceGroup->setTitle(tr("No service at hand?"));
    m_faultLabel->setText(tr("Fault to pract&ise on:"));
    m_practise->setText(tr("&Use the practice server"));
    retranslateProtocols();
}

void ServicePage::showEvent(QShowEvent* event)
{
    InputPage::showEvent(event);
    explainAddress(); // names are asked for only while the page is in view
}

void ServicePage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_askedName.clear();
        m_nameSentence.clear();
        retranslate();
        explainAddress();
    }
    InputPage::changeEvent(event);
}

} // namespace doctor::ui
