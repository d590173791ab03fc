// SPDX-License-Identifier: GPL-3.0-or-later
// What every step that asks something can do: show given answers, and hand over what was answered.
#pragma once

#include "app/engine/plan/planner.h"
#include "app/knowledge/knowledge.h"

#include <QWidget>
#include <memory>

class QVBoxLayout;

namespace doctor::ui
{

class InputPage : public QWidget
{
    Q_OBJECT
public:
    using KnowledgePtr = std::shared_ptr<const knowledge::Knowledge>;

    using QWidget::QWidget;
    /// Texts of the current language; called at the start and at each change of language.
    virtual void setKnowledge(KnowledgePtr knowledge) = 0;
    /// Fills every field from a request: for a new, opened or practice diagnosis. Going back never calls this.
    virtual void setRequest(const engine::RunRequest& request) = 0;
    /// About to be shown; `request` holds the answers of the steps before.
    virtual void enter(const engine::RunRequest& request) { Q_UNUSED(request) }
    /// Writes the answers into the request. False: something is missing; it is said at the field, which has the focus.
    [[nodiscard]] virtual bool submit(engine::RunRequest& request) = 0;
    /// Field that has the focus when the step opens.
    [[nodiscard]] virtual QWidget* firstField() const = 0;

protected:
    /// Layout of a column as wide as forms are comfortable to read, at the start of the page.
    [[nodiscard]] QVBoxLayout* makeColumn();

Q_SIGNALS:
    /// An answer changed.
    void edited();
};

} // namespace doctor::ui
