// SPDX-License-Identifier: GPL-3.0-or-later
// Two or more diagnoses: what differs in their settings, then in what was measured, then pictures on one scale.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

#include <QWidget>
#include <memory>

namespace doctor::ui
{

class ComparePage final : public QWidget
{
    Q_OBJECT
public:
    explicit ComparePage(QWidget* parent = nullptr);
    ~ComparePage() override;
    void setKnowledge(std::shared_ptr<const knowledge::Knowledge> knowledge);
    void setSessions(std::vector<core::Session> sessions);
    [[nodiscard]] QWidget* firstField() const;

Q_SIGNALS:
    /// The user wants to choose others.
    void chooseRequested();

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace doctor::ui
