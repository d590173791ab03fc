// SPDX-License-Identifier: GPL-3.0-or-later
// Step 2: which service. One field that understands what people paste, and a practice server for those who have none.
#pragma once

#include "app/engine/name_check.h"
#include "ui/wizard/input_page.h"

#include <QTimer>

class QCheckBox;
class QComboBox;
class QGroupBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpacerItem;
class QSpinBox;
class QStringListModel;

namespace doctor::ui
{

class FieldMessage;
class MoreFields;

class ServicePage final : public InputPage
{
    Q_OBJECT
public:
    explicit ServicePage(QWidget* parent = nullptr);
    void setKnowledge(KnowledgePtr knowledge) override;
    void setRequest(const engine::RunRequest& request) override;
    void enter(const engine::RunRequest& request) override;
    [[nodiscard]] bool submit(engine::RunRequest& request) override;
    [[nodiscard]] QWidget* firstField() const override;
    void setRecentTargets(const QStringList& targets);

Q_SIGNALS:
    /// The user wants to be shown on the practice server, playing this fault.
    void practiceRequested(const QString& faultId);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void retranslate();
    void retranslateProtocols();
    void explainAddress();
    void explain(const QString& sentence);
    void askForName(const core::Target& target);
    void leavePractice();
    [[nodiscard]] core::Protocol protocol() const;
    [[nodiscard]] core::Result<core::Target> read() const;
    [[nodiscard]] QString practiceTitle() const;

    KnowledgePtr m_knowledge;
    QString m_practiceFault; ///< fault being practised on; empty: a service of the user's own
    bool m_portTouched = false;
    engine::NameCheck m_names;
    QTimer m_namesTimer;    ///< half-typed names are not asked for
    QString m_askedName;    ///< last name that was asked for
    QString m_nameSentence; ///< what is known of it

    QLabel* m_addressLabel;
    QLineEdit* m_address;
    QStringListModel* m_recent;
    FieldMessage* m_understood;
    QLabel* m_portLabel;
    QSpinBox* m_port;
    QLabel* m_protocolLabel;
    QComboBox* m_protocol;
    QCheckBox* m_more;
    MoreFields* m_moreFields;
    QSpacerItem* m_practiceGap; ///< the layout's
    QGroupBox* m_practiceGroup;
    QLabel* m_faultLabel;
    QComboBox* m_fault;
    QPushButton* m_practise;
};

/// What a protocol is called among people: "SQL Server", "HTTPS".
[[nodiscard]] QString protocolName(core::Protocol protocol);

} // namespace doctor::ui
