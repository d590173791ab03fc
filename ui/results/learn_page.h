// SPDX-License-Identifier: GPL-3.0-or-later
// What to know about closed connections: sections and every cause, with a search over all of it.
#pragma once

#include "app/knowledge/knowledge.h"

#include <QWidget>
#include <memory>

namespace doctor::ui
{

class LearnPage : public QWidget
{
    Q_OBJECT
public:
    explicit LearnPage(QWidget* parent = nullptr);
    ~LearnPage() override;
    /// Keeps the page that is open, so that a change of language only changes its words.
    void setKnowledge(std::shared_ptr<const knowledge::Knowledge> knowledge);
    void showPage(const QString& id);
    void showCause(const QString& id);
    /// "cause:…" or "page:…"; others are ignored.
    void showLink(const QString& link);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace doctor::ui
