// SPDX-License-Identifier: GPL-3.0-or-later
// Everything about one cause: evidence for and against, what was not tested, the weighing, the explanation.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

#include <QScrollArea>
#include <memory>

class QPushButton;
class QVBoxLayout;

namespace doctor::ui
{

class CauseDetails final : public QScrollArea
{
    Q_OBJECT
public:
    explicit CauseDetails(QWidget* parent = nullptr);
    /// Shows the cause at that rank; an index outside shows nothing.
    void show(const core::Session& session, std::shared_ptr<const knowledge::Knowledge> knowledge, int index);

Q_SIGNALS:
    void runTestRequested(const QString& testId);
    void linkActivated(const QString& link);

private:
    struct Context;
    void addHeader(const Context& context);
    void addEvidence(const QString& title, const std::vector<core::Evidence>& evidence, const QString& none,
                     const Context& context);
    void addMissing(const Context& context);
    void addNextTest(const Context& context);
    void addExplanation(const Context& context);
    void addSection(const QString& title);
    QVBoxLayout* m_layout = nullptr;
};

} // namespace doctor::ui
