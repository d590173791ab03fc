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
    void setSession(const core::Session& session, std::shared_ptr<const knowledge::Knowledge> knowledge);

Q_SIGNALS:
    void runTestRequested(const QString& testId);
    void runRemainingRequested(const QStringList& testIds);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace doctor::ui
