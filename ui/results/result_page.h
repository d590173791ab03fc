// SPDX-License-Identifier: GPL-3.0-or-later
// Step 6, likely causes: the answer first, then every cause with what speaks for and against it.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

#include <QWidget>
#include <memory>

namespace doctor::ui
{

class ResultPage : public QWidget
{
    Q_OBJECT
public:
    explicit ResultPage(QWidget* parent = nullptr);
    ~ResultPage() override;
    /// Keeps the selected cause if the new session still holds it.
    void setSession(const core::Session& session, std::shared_ptr<const knowledge::Knowledge> knowledge);

Q_SIGNALS:
    void runTestRequested(const QString& testId);
    void runRemainingRequested(const QStringList& testIds);
    void runLongerRequested();
    void watchRequested();
    /// A link to another page of the knowledge base: "cause:…", "page:…".
    void learnRequested(const QString& link);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace doctor::ui
