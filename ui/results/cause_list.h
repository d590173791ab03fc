// SPDX-License-Identifier: GPL-3.0-or-later
// The ranked causes as a list: rank, title, likelihood in word and number, and a bar.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>
#include <memory>
#include <vector>

namespace doctor::ui
{

class CauseModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole, ProbabilityRole, LikelihoodRole, RankRole };
    explicit CauseModel(QObject* parent = nullptr);
    void setCauses(const std::vector<core::RankedCause>& causes, std::shared_ptr<const knowledge::Knowledge> knowledge);
    /// Unlikely causes stay out of the list unless asked for.
    void setShowsAll(bool all);
    [[nodiscard]] bool showsAll() const { return m_all; }
    [[nodiscard]] int hiddenCount() const;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    [[nodiscard]] int leadingCount() const;
    std::vector<core::RankedCause> m_causes;
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
    bool m_all = false;
};

class CauseDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace doctor::ui
