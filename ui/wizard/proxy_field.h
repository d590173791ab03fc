// SPDX-License-Identifier: GPL-3.0-or-later
// By which proxy: none, the one that the system's settings name for the service, or one of the user's own.
#pragma once

#include "app/core/base/error.h"
#include "app/core/model/target.h"
#include "app/engine/computer_look.h"

#include <QTimer>
#include <QWidget>
#include <array>
#include <optional>

class QComboBox;
class QLineEdit;

namespace doctor::ui
{

class FieldMessage;

/// What the settings say is asked for beside the window's thread, whenever the service or the choice changes, and shown
/// in words.
class ProxyField final : public QWidget
{
    Q_OBJECT
public:
    enum class Choice { None, System, Custom };

    explicit ProxyField(QWidget* parent = nullptr);
    void setTarget(const core::Target& target);
    /// The service for which the settings are to be asked; a host that is empty: not known yet.
    void setService(const core::Target& target);
    [[nodiscard]] Choice choice() const;
    /// False when there is something to say first, which then stands at the field.
    [[nodiscard]] bool submit(core::Target& target);
    void hideProblem();
    [[nodiscard]] QWidget* choiceField() const;
    /// What is to stand in rows of their own below the field.
    [[nodiscard]] std::array<QWidget*, 2> messages() const;
    /// The field that submit() refused.
    [[nodiscard]] QWidget* refusedField() const;
    void retranslate();

Q_SIGNALS:
    void edited();

private:
    void showChoice();
    void ask();
    void take(const core::Target& asked, const core::Result<QString>& proxy);
    void say();
    [[nodiscard]] bool isAnswered() const;

    engine::ComputerLook m_look;
    QTimer m_pause;                                ///< half-typed addresses are not asked for
    core::Target m_service;                        ///< what the settings are asked about
    std::optional<core::Target> m_asked;           ///< what the answer is about
    std::optional<core::Result<QString>> m_answer; ///< empty: under way, or never asked
    QComboBox* m_choice;
    QLineEdit* m_address;
    FieldMessage* m_said;    ///< by the settings
    FieldMessage* m_problem; ///< with the address typed
};

} // namespace doctor::ui
