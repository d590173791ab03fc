// SPDX-License-Identifier: GPL-3.0-or-later
// The bar's length repeats the number; the word comes from the fixed scale.
#include "ui/results/cause_list.h"

#include "ui/widgets/text_fit.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/words.h"

#include <QApplication>
#include <QPainter>
#include <algorithm>

namespace doctor::ui
{

namespace
{

constexpr double WorthShowing = 0.02;
constexpr int Padding = 8;
constexpr int BarHeight = 5;
constexpr int TitleLines = 3;

int rankWidth(const QFontMetrics& metrics)
{
    return metrics.horizontalAdvance(QStringLiteral("00"));
}

QFont titleFont(QFont font)
{
    font.setBold(true);
    return font;
}

} // namespace

CauseModel::CauseModel(QObject* parent) : QAbstractListModel(parent) {}

void CauseModel::setCauses(const std::vector<core::RankedCause>& causes,
                           std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    beginResetModel();
    m_causes = causes;
    m_knowledge = std::move(knowledge);
    endResetModel();
}

void CauseModel::setShowsAll(bool all)
{
    if (all == m_all)
        return;
    beginResetModel();
    m_all = all;
    endResetModel();
}

int CauseModel::leadingCount() const
{
    const auto end = std::find_if(m_causes.begin(), m_causes.end(),
                                  [](const core::RankedCause& cause) { return cause.probability < WorthShowing; });
    return std::max(static_cast<int>(end - m_causes.begin()), std::min(3, static_cast<int>(m_causes.size())));
}

int CauseModel::hiddenCount() const
{
    return static_cast<int>(m_causes.size()) - leadingCount();
}

int CauseModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid())
        return 0;
    return m_all ? static_cast<int>(m_causes.size()) : leadingCount();
}

QVariant CauseModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const core::RankedCause& cause = m_causes[static_cast<size_t>(index.row())];
    const QString likelihood =
        m_knowledge ? words::capitalised(words::likelihood(cause.probability, *m_knowledge)) : QString();
    switch (role) {
    case Qt::DisplayRole:
        return cause.title;
    case Qt::AccessibleTextRole:
        return tr("%1. %2, %3", "%1 rank, %2 cause, %3 likelihood")
            .arg(QLocale().toString(index.row() + 1), cause.title, likelihood);
    case IdRole:
        return cause.id;
    case ProbabilityRole:
        return cause.probability;
    case LikelihoodRole:
        return likelihood;
    case RankRole:
        return index.row() + 1;
    default:
        return {};
    }
}

void CauseDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem item(option);
    initStyleOption(&item, index);
    item.text.clear();
    QApplication::style()->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QPalette& palette = option.palette;
    const QColor ink = palette.color(QPalette::Active, selected ? QPalette::HighlightedText : QPalette::Text);
    const Colours& colours = Theme::colours(palette);
    const QFontMetrics metrics(option.font);
    const QRect box = option.rect.adjusted(Padding, Padding, -Padding, -Padding);
    const int indent = rankWidth(metrics) + Padding;
    painter->save();
    painter->setPen(ink);
    painter->setFont(titleFont(option.font));
    painter->drawText(QRect(box.left(), box.top(), indent - Padding, metrics.height()), Qt::AlignRight,
                      QLocale().toString(index.data(CauseModel::RankRole).toInt()));
    const QRect text = box.adjusted(indent, 0, 0, 0);
    const QString title = fitText(index.data().toString(), painter->font(), text.width(), TitleLines);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignTop, title);
    painter->setFont(option.font);
    const int below = box.bottom() - BarHeight - 4;
    painter->setPen(selected ? ink : colours.quietText);
    painter->drawText(QRect(text.left(), below - metrics.height(), text.width(), metrics.height()), Qt::AlignLeft,
                      index.data(CauseModel::LikelihoodRole).toString());
    const QRectF track(text.left(), box.bottom() - BarHeight + 1, text.width(), BarHeight);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    QColor rail = ink;
    rail.setAlphaF(0.18F);
    painter->setBrush(rail);
    painter->drawRoundedRect(track, 2, 2);
    painter->setBrush(selected ? ink : colours.worked);
    const double share = std::clamp(index.data(CauseModel::ProbabilityRole).toDouble(), 0.0, 1.0);
    painter->drawRoundedRect(QRectF(track.topLeft(), QSizeF(std::max(2.0, track.width() * share), BarHeight)), 2, 2);
    painter->restore();
}

QSize CauseDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QFont bold = titleFont(option.font);
    const QFontMetrics metrics(option.font);
    const auto* view = qobject_cast<const QListView*>(option.widget);
    const int available = view ? view->viewport()->width() : 260;
    const int width = available - 3 * Padding - rankWidth(metrics);
    const QString title = fitText(index.data().toString(), bold, width, TitleLines);
    const auto lines = static_cast<int>(title.count(QLatin1Char('\n'))) + 1;
    const int height = lines * QFontMetrics(bold).lineSpacing() + metrics.height() + BarHeight + 6 + 2 * Padding;
    return {available, height};
}

} // namespace doctor::ui
