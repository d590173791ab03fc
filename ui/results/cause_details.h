// SPDX-License-Identifier: GPL-3.0-or-later
// Everything about one cause: evidence for and against, what was not tested, the weighing, the explanation.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

#include <QScrollArea>
#include <memory>

class QVBoxLayout;

namespace doctor::ui
{

class PartByPart;

class CauseDetails final : public QScrollArea
{
    Q_OBJECT
public:
    explicit CauseDetails(QWidget* parent = nullptr);
    /// Shows the cause at that rank; an index outside shows nothing.
    void show(const core::Session& session, std::shared_ptr<const knowledge::Knowledge> knowledge, int index);

Q_SIGNALS:
    void runTestRequested(const QString& testId);
    /// Longer and heavier tests may show what these did not.
    void runLongerRequested();
    /// What did not show now may show later.
    void watchRequested();
    void attemptRequested(const QString& testId, int attempt);
    void linkActivated(const QString& link);

private:
    struct Context;
    void addFindings(const Context& context);
    void addHeader(const Context& context);
    void addEvidence(const QString& title, const std::vector<core::Evidence>& evidence, const QString& none,
                     const Context& context);
    [[nodiscard]] QWidget* evidenceRow(const core::Evidence& evidence, bool supports, const Context& context);
    void addMissing(const Context& context);
    void addWithoutCulprit(const Context& context);
    void addNextTest(const Context& context);
    void addExplanation(const QString& causeId, const QJsonObject& values,
                        const std::shared_ptr<const knowledge::Knowledge>& knowledge);
    void addSection(const QString& title);
    void addWeighing(const core::RankedCause& cause, const knowledge::Knowledge& knowledge);
    PartByPart* m_parts;
    QVBoxLayout* m_layout = nullptr;
    QString m_shown; ///< cause in view: read on where one was when only its figures change
};

} // namespace doctor::ui
