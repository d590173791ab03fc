// SPDX-License-Identifier: GPL-3.0-or-later
// Each field with the one sentence that says what is wrong with it.
#include "ui/wizard/more_fields.h"

#include "app/engine/client_identity.h"
#include "app/engine/source_check.h"
#include "ui/wizard/field_message.h"
#include "ui/wizard/proxy_field.h"
#include "ui/wizard/source_field.h"

#include <QComboBox>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace doctor::ui
{

namespace
{

QString fileIn(const QLineEdit* field)
{
    return QDir::fromNativeSeparators(field->text().trimmed());
}

} // namespace

MoreFields::MoreFields(QWidget* parent)
    : QWidget(parent), m_familyLabel(new QLabel(this)), m_family(new QComboBox(this))
{
    auto* form = new QGridLayout(this);
    form->setContentsMargins(fontMetrics().averageCharWidth() * 3, 0, 0, 0);
    form->setHorizontalSpacing(fontMetrics().height());
    form->setColumnStretch(1, 1);
    for (const core::Family family : {core::Family::Any, core::Family::V4, core::Family::V6})
        m_family->addItem(QString(), static_cast<int>(family));
    m_familyLabel->setBuddy(m_family);
    form->addWidget(m_familyLabel, 0, 0);
    form->addWidget(m_family, 0, 1, 1, 2);
    m_serverName = addLine(form, m_serverNameLabel);
    m_serverNameMessage = addMessage(form, m_serverName);
    m_path = addLine(form, m_pathLabel);
    m_pathMessage = addMessage(form, m_path);
    m_proxy = new ProxyField(this);
    m_proxyLabel = new QLabel(this);
    m_proxyLabel->setBuddy(m_proxy->choiceField());
    form->addWidget(m_proxyLabel, form->rowCount(), 0);
    form->addWidget(m_proxy, form->rowCount() - 1, 1, 1, 2);
    for (QWidget* message : m_proxy->messages())
        form->addWidget(message, form->rowCount(), 1, 1, 2);
    m_source = new SourceField(this);
    m_sourceLabel = new QLabel(this);
    m_sourceLabel->setBuddy(m_source);
    form->addWidget(m_sourceLabel, form->rowCount(), 0);
    form->addWidget(m_source, form->rowCount() - 1, 1, 1, 2);
    m_sourceMessage = addMessage(form, m_source);
    m_chooseCertificate = addFile(form, m_certificateLabel, m_certificate);
    m_chooseKey = addFile(form, m_keyLabel, m_key);
    m_certificateMessage = addMessage(form, m_certificate);
    connect(m_family, &QComboBox::activated, this, &MoreFields::edited);
    connect(m_proxy, &ProxyField::edited, this, &MoreFields::edited);
    connect(m_source, &SourceField::edited, this, &MoreFields::edited);
    connect(m_chooseCertificate, &QPushButton::clicked, this,
            [this] { choose(m_certificate, tr("Choose the certificate")); });
    connect(m_chooseKey, &QPushButton::clicked, this, [this] { choose(m_key, tr("Choose the key")); });
    retranslate();
}

QLineEdit* MoreFields::addLine(QGridLayout* form, QLabel*& label)
{
    const int row = form->rowCount();
    auto* field = new QLineEdit(this);
    label = new QLabel(this);
    label->setBuddy(field);
    form->addWidget(label, row, 0);
    form->addWidget(field, row, 1, 1, 2);
    connect(field, &QLineEdit::textEdited, this, &MoreFields::edited);
    return field;
}

QPushButton* MoreFields::addFile(QGridLayout* form, QLabel*& label, QLineEdit*& field)
{
    const int row = form->rowCount();
    field = addLine(form, label);
    form->removeWidget(field);
    form->addWidget(field, row, 1);
    auto* button = new QPushButton(this);
    button->setAutoDefault(false);
    form->addWidget(button, row, 2);
    return button;
}

FieldMessage* MoreFields::addMessage(QGridLayout* form, QWidget* field)
{
    auto* message = new FieldMessage(field, this);
    form->addWidget(message, form->rowCount(), 1, 1, 2);
    message->hide();
    return message;
}

void MoreFields::choose(QLineEdit* field, const QString& title)
{
    const QString file = QFileDialog::getOpenFileName(this, title, fileIn(field),
                                                      tr("PEM files (*.pem *.crt *.cer *.key);;All files (*)"));
    if (file.isEmpty())
        return;
    field->setText(QDir::toNativeSeparators(file));
    Q_EMIT edited();
}

void MoreFields::setTarget(const core::Target& target)
{
    m_family->setCurrentIndex(qMax(0, m_family->findData(static_cast<int>(target.family))));
    m_serverName->setText(target.serverName);
    m_path->setText(target.path);
    m_proxy->setTarget(target);
    m_source->setAddress(target.sourceAddress);
    m_certificate->setText(QDir::toNativeSeparators(target.identity.certificateFile));
    m_key->setText(QDir::toNativeSeparators(target.identity.keyFile));
    hideProblems();
}

void MoreFields::setService(const core::Target& target)
{
    m_proxy->setService(target);
}

void MoreFields::hideProblems()
{
    for (FieldMessage* message : {m_serverNameMessage, m_pathMessage, m_sourceMessage, m_certificateMessage})
        message->hide();
    m_proxy->hideProblem();
}

bool MoreFields::isUsed() const
{
    return m_family->currentIndex() > 0 || m_path->text().size() > 1 || !m_serverName->text().isEmpty() ||
           m_proxy->choice() != ProxyField::Choice::None || !m_source->address().isEmpty() ||
           !m_certificate->text().isEmpty() || !m_key->text().isEmpty();
}

void MoreFields::apply(core::Target& target) const
{
    target.family = static_cast<core::Family>(m_family->currentData().toInt());
    if (const QString name = m_serverName->text().trimmed(); !name.isEmpty())
        target.serverName = name;
    if (const QString path = m_path->text().trimmed(); !path.isEmpty())
        target.path = path.startsWith(u'/') ? path : u'/' + path;
}

bool MoreFields::refuse(FieldMessage* message, QWidget* field, const QString& sentence)
{
    message->show();
    message->showProblem(sentence);
    m_refused = field;
    return false;
}

void MoreFields::focusProblem()
{
    if (!m_refused)
        return;
    m_refused->setFocus(Qt::OtherFocusReason);
    if (auto* line = qobject_cast<QLineEdit*>(m_refused))
        line->selectAll();
}

bool MoreFields::submit(core::Target& target)
{
    hideProblems();
    apply(target);
    if (const QString name = m_serverName->text().trimmed(); !name.isEmpty()) {
        const auto host = core::parseHost(name);
        if (!host)
            return refuse(m_serverNameMessage, m_serverName, host.error().message);
        target.serverName = *host;
    }
    if (target.path.contains(u' '))
        return refuse(
            m_pathMessage, m_path,
            tr("A path holds no space; write %20 in its place: “%1”.", "%20 stays as it is").arg(target.path));
    if (!m_proxy->submit(target)) {
        m_refused = m_proxy->refusedField();
        return false;
    }
    target.sourceAddress = m_source->address();
    if (const QString problem = engine::sourceProblem(target, m_source->ownAddresses()); !problem.isEmpty())
        return refuse(m_sourceMessage, m_source, problem);
    const auto identity = engine::readClientIdentity(fileIn(m_certificate), fileIn(m_key));
    if (!identity)
        return refuse(m_certificateMessage, m_certificate, identity.error().message);
    target.identity = *identity;
    return true;
}

void MoreFields::retranslate()
{
    m_familyLabel->setText(tr("Address famil&y:"));
    m_family->setItemText(0, tr("IPv4 and IPv6"));
    m_family->setItemText(1, tr("Only IPv4"));
    m_family->setItemText(2, tr("Only IPv6"));
    m_serverNameLabel->setText(tr("T&LS name (SNI):"));
    m_serverName->setPlaceholderText(tr("the host’s name"));
    m_pathLabel->setText(tr("&Path (HTTP):"));
    m_path->setPlaceholderText(QStringLiteral("/"));
    m_proxyLabel->setText(tr("Pro&xy:"));
    m_proxy->retranslate();
    m_sourceLabel->setText(tr("Source a&ddress:"));
    m_source->retranslate();
    m_certificateLabel->setText(tr("Client ce&rtificate:"));
    m_certificate->setPlaceholderText(tr("none; a PEM file, only if the service asks for one"));
    m_keyLabel->setText(tr("Its &key:"));
    m_key->setPlaceholderText(tr("in the same file"));
    m_chooseCertificate->setText(tr("Choose…"));
    m_chooseCertificate->setAccessibleName(tr("Choose the certificate"));
    m_chooseKey->setText(tr("Choose…"));
    m_chooseKey->setAccessibleName(tr("Choose the key"));
}

void MoreFields::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace doctor::ui
