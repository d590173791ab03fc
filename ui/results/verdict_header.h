// SPDX-License-Identifier: GPL-3.0-or-later
// The answer: one large sentence, then who, how, when and how sure as tiles.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

#include <QWidget>

namespace doctor::ui
{

class FlowLayout;
class TextLabel;

class VerdictHeader final : public QWidget
{
    Q_OBJECT
public:
    explicit VerdictHeader(QWidget* parent = nullptr);
    void show(const core::Session& session, const knowledge::Knowledge& knowledge);

private:
    TextLabel* m_headline;
    TextLabel* m_sentence;
    FlowLayout* m_tiles;
};

} // namespace doctor::ui
