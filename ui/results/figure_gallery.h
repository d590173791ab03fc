// SPDX-License-Identifier: GPL-3.0-or-later
// All figures of a session below each other, drawn only once somebody looks.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

#include <QScrollArea>
#include <memory>

namespace doctor::ui
{

class FigureGallery final : public QScrollArea
{
    Q_OBJECT
public:
    explicit FigureGallery(QWidget* parent = nullptr);
    void setSession(const core::Session& session, std::shared_ptr<const knowledge::Knowledge> knowledge);

Q_SIGNALS:
    void pointActivated(const QString& test, int attempt);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void build();
    core::Session m_session;
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
    bool m_stale = false;
};

} // namespace doctor::ui
