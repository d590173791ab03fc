// SPDX-License-Identifier: GPL-3.0-or-later
// What most people never need to say of their service: family, TLS name, path, proxy, source address,
// certificate.
#pragma once

#include "app/core/base/error.h"
#include "app/core/model/target.h"

#include <QWidget>

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace doctor::ui
{

class FieldMessage;
class ProxyField;
class SourceField;

class MoreFields final : public QWidget
{
    Q_OBJECT
public:
    explicit MoreFields(QWidget* parent = nullptr);
    void setTarget(const core::Target& target);
    /// What is known of the service so far, for what depends on it; a host that is empty: nothing.
    void setService(const core::Target& target);
    /// True when a field says something that is not the default.
    [[nodiscard]] bool isUsed() const;
    /// Puts the fields' words into the target. What cannot be used is said at its field.
    [[nodiscard]] bool submit(core::Target& target);
    /// The field that submit() refused, once it can be seen.
    void focusProblem();
    /// The same without the checks, for saying what was understood so far.
    void apply(core::Target& target) const;

Q_SIGNALS:
    void edited();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    QLineEdit* addLine(QGridLayout* form, QLabel*& label);
    QPushButton* addFile(QGridLayout* form, QLabel*& label, QLineEdit*& field);
    FieldMessage* addMessage(QGridLayout* form, QWidget* field);
    void choose(QLineEdit* field, const QString& title);
    [[nodiscard]] bool refuse(FieldMessage* message, QWidget* field, const QString& sentence);
    void hideProblems();

    QWidget* m_refused = nullptr;
    QLabel* m_familyLabel;
    QComboBox* m_family;
    QLabel* m_serverNameLabel;
    QLineEdit* m_serverName;
    FieldMessage* m_serverNameMessage;
    QLabel* m_pathLabel;
    QLineEdit* m_path;
    FieldMessage* m_pathMessage;
    QLabel* m_proxyLabel;
    ProxyField* m_proxy;
    QLabel* m_sourceLabel;
    SourceField* m_source;
    FieldMessage* m_sourceMessage;
    QLabel* m_certificateLabel;
    QLineEdit* m_certificate;
    QPushButton* m_chooseCertificate;
    FieldMessage* m_certificateMessage;
    QLabel* m_keyLabel;
    QLineEdit* m_key;
    QPushButton* m_chooseKey;
};

} // namespace doctor::ui
