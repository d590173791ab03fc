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
    /// In a low window the facts are one line instead of boxes.
    void setCompact(bool compact);

private:
    TextLabel* m_headline;
    TextLabel* m_sentence;
    QWidget* m_boxes;
    FlowLayout* m_tiles;
    TextLabel* m_line; ///< the same as m_boxes
    bool m_compact = false;
};

} // namespace doctor::ui
