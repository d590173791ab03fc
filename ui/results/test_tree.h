// SPDX-License-Identifier: GPL-3.0-or-later
// Every test with its attempts: what was tried, how it ended, how long it took.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

#include <QTreeWidget>

namespace doctor::ui
{

class TestTree final : public QTreeWidget
{
    Q_OBJECT
public:
    explicit TestTree(QWidget* parent = nullptr);
    void show(const core::Session& session, const knowledge::Knowledge& knowledge);
    void select(const QString& test, int attempt);
};

} // namespace doctor::ui
