// SPDX-License-Identifier: GPL-3.0-or-later
// Step 7, what you can do: fixes by place, text to copy, a request for the other side, and a check afterwards.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

#include <QWidget>
#include <memory>

namespace doctor::ui
{

class FixPage : public QWidget
{
    Q_OBJECT
public:
    explicit FixPage(QWidget* parent = nullptr);
    ~FixPage() override;
    void setSession(const core::Session& session, std::shared_ptr<const knowledge::Knowledge> knowledge);

Q_SIGNALS:
    /// Run these tests again to compare before and after.
    void checkFixedRequested(const QStringList& tests);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Tests whose answers spoke for the leading cause: those show whether it is gone.
[[nodiscard]] QStringList testsToRepeat(const core::Session& session);

} // namespace doctor::ui
