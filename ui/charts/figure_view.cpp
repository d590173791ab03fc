// SPDX-License-Identifier: GPL-3.0-or-later
// Title, subtitle, chart or table, the line of the current mark, legend and buttons.
#include "ui/charts/figure_view.h"

#include "ui/charts/chart_canvas.h"
#include "ui/charts/figure_export.h"
#include "ui/charts/figure_svg.h"
#include "ui/charts/figure_table_model.h"
#include "ui/charts/mark_legend.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QBuffer>
#include <QContextMenuEvent>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

namespace doctor::ui
{

namespace
{

enum class Save { Png, Svg, Csv };

QString askForFile(QWidget* parent, const QString& suggestion, const QString& filter)
{
    return QFileDialog::getSaveFileName(parent, {}, suggestion, filter);
}

QTableView* makeTable(FigureTableModel* model, QWidget* parent)
{
    auto* table = new QTableView(parent);
    table->setObjectName(QStringLiteral("figureTable"));
    table->setModel(model);
    table->setTabKeyNavigation(false);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setAlternatingRowColors(true);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setHighlightSections(false);
    return table;
}

} // namespace

struct FigureView::Impl {
    figures::Figure figure;
    FileChooser chooser = askForFile;
    TextLabel* question = nullptr;
    TextLabel* answer = nullptr;
    QStackedLayout* stack = nullptr;
    ChartCanvas* canvas = nullptr;
    QTableView* table = nullptr;
    FigureTableModel* model = nullptr;
    TextLabel* empty = nullptr;
    TextLabel* line = nullptr;
    MarkLegend* legend = nullptr;
    QPushButton* toggle = nullptr;
    QPushButton* saveButton = nullptr;
    QMenu* menu = nullptr;
    bool hinted = true;

    void retranslate();
    void update();
    [[nodiscard]] QByteArray bytesOf(FigureView* view, Save kind);
    void save(FigureView* view, Save kind);
};

FigureView::FigureView(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>())
{
    Impl& d = *m_impl;
    d.question = new TextLabel(TextLabel::Role::Section, this);
    d.answer = new TextLabel(TextLabel::Role::Body, this);
    d.answer->setObjectName(QStringLiteral("figureAnswer"));
    d.answer->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    d.canvas = new ChartCanvas(this);
    d.canvas->setObjectName(QStringLiteral("figureChart"));
    d.model = new FigureTableModel(this);
    d.table = makeTable(d.model, this);
    d.empty = new TextLabel(TextLabel::Role::Quiet, this);
    d.empty->setAlignment(Qt::AlignCenter);
    d.line = new TextLabel(TextLabel::Role::Quiet, this);
    d.line->setObjectName(QStringLiteral("figureCurrent"));
    d.legend = new MarkLegend(this);
    d.legend->setObjectName(QStringLiteral("figureLegend"));
    d.toggle = new QPushButton(this);
    d.toggle->setAutoDefault(false);
    d.saveButton = new QPushButton(this);
    d.saveButton->setAutoDefault(false);
    d.menu = new QMenu(d.saveButton);
    d.saveButton->setMenu(d.menu);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(d.question);
    layout->addWidget(d.answer);
    d.stack = new QStackedLayout;
    d.stack->addWidget(d.canvas);
    d.stack->addWidget(d.table);
    d.stack->addWidget(d.empty);
    layout->addLayout(d.stack, 1);
    layout->addWidget(d.line);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(d.legend, 1, Qt::AlignVCenter);
    buttons->addWidget(d.toggle);
    buttons->addWidget(d.saveButton);
    layout->addLayout(buttons);
    setFocusProxy(d.canvas);

    connect(d.canvas, &ChartCanvas::pointActivated, this, &FigureView::pointActivated);
    connect(d.canvas, &ChartCanvas::tableRequested, this, [this] { setShowsTable(true); });
    connect(d.canvas, &ChartCanvas::currentChanged, this, [this](const QString& text) {
        m_impl->line->setText(text.isEmpty() && m_impl->hinted && m_impl->canvas->markCount() > 0
                                  ? tr("Point at a mark, or use the arrow keys, to read what it stands for.")
                                  : text);
    });
    connect(d.toggle, &QPushButton::clicked, this, [this] { setShowsTable(!showsTable()); });
    const auto addSave = [this](Save kind) {
        connect(m_impl->menu->addAction(QString()), &QAction::triggered, this,
                [this, kind] { m_impl->save(this, kind); });
    };
    addSave(Save::Png);
    addSave(Save::Svg);
    addSave(Save::Csv);
    d.retranslate();
    d.update();
}

FigureView::~FigureView()
{
    // Children may signal while they go (a focus lost, a selection changed), so they go before what they reach.
    qDeleteAll(findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
}

void FigureView::setFigure(const figures::Figure& figure)
{
    if (figure == m_impl->figure)
        return;
    m_impl->figure = figure;
    m_impl->update();
}

const figures::Figure& FigureView::figure() const
{
    return m_impl->figure;
}

bool FigureView::showsTable() const
{
    return m_impl->stack->currentWidget() == m_impl->table;
}

void FigureView::setShowsTable(bool table)
{
    if (m_impl->figure.isEmpty() || table == showsTable())
        return;
    QWidget* shown = table ? static_cast<QWidget*>(m_impl->table) : m_impl->canvas;
    m_impl->stack->setCurrentWidget(shown);
    shown->setFocus(Qt::OtherFocusReason);
    m_impl->retranslate();
    m_impl->line->setVisible(!table);
}

void FigureView::setHintShown(bool shown)
{
    m_impl->hinted = shown;
    if (!shown && !m_impl->canvas->hasFocus())
        m_impl->line->clear();
}

void FigureView::setFileChooser(FileChooser chooser)
{
    m_impl->chooser = std::move(chooser);
}

void FigureView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        m_impl->retranslate();
        m_impl->update();
    }
}

void FigureView::contextMenuEvent(QContextMenuEvent* event)
{
    if (!m_impl->figure.isEmpty())
        m_impl->menu->popup(event->globalPos());
}

void FigureView::Impl::update()
{
    const bool nothing = figure.isEmpty();
    question->setText(figure.question);
    question->setVisible(!figure.question.isEmpty());
    answer->setText(figure.answer);
    answer->setVisible(!figure.answer.isEmpty());
    model->setTable(figure.table);
    table->resizeColumnsToContents();
    canvas->setFigure(figure);
    legend->setFigure(figure);
    if (nothing)
        stack->setCurrentWidget(empty);
    else if (stack->currentWidget() == empty)
        stack->setCurrentWidget(canvas);
    const bool isTable = stack->currentWidget() == table;
    line->setVisible(!nothing && !isTable);
    legend->setVisible(!nothing);
    toggle->setVisible(!nothing);
    saveButton->setVisible(!nothing);
    retranslate();
}

void FigureView::Impl::retranslate()
{
    const bool isTable = stack->currentWidget() == table;
    empty->setText(tr("Every connection of this test will be a mark here: when it ended, and how. "
                      "So far there is none."));
    toggle->setText(isTable ? tr("Show as chart") : tr("Show as table"));
    toggle->setAccessibleName(isTable ? tr("Show as chart: %1").arg(figure.question)
                                      : tr("Show as table: %1").arg(figure.question));
    saveButton->setText(tr("Save"));
    saveButton->setAccessibleName(tr("Save: %1").arg(figure.question));
    table->setAccessibleName(tr("Table: %1").arg(figure.question));
    const QStringList names{tr("Save as picture (PNG)…"), tr("Save as drawing (SVG)…"), tr("Save as table (CSV)…")};
    for (qsizetype i = 0; i < names.size(); ++i)
        menu->actions().at(i)->setText(names.at(i));
}

QByteArray FigureView::Impl::bytesOf(FigureView* view, Save kind)
{
    if (kind == Save::Csv)
        return figureexport::csv(figure.table);
    if (kind == Save::Svg)
        return figuresvg::document(figure, Theme::colours(view->palette()).dark);
    const bool wasTable = view->showsTable();
    view->setShowsTable(false);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    figureexport::picture(figure, *canvas, *legend).save(&buffer, "PNG");
    view->setShowsTable(wasTable);
    return bytes;
}

void FigureView::Impl::save(FigureView* view, Save kind)
{
    const QString suffix = kind == Save::Png   ? QStringLiteral("png")
                           : kind == Save::Svg ? QStringLiteral("svg")
                                               : QStringLiteral("csv");
    const QString filter = kind == Save::Csv ? tr("Table (*.%1)", "%1 file suffix").arg(suffix)
                                             : tr("Picture (*.%1)", "%1 file suffix").arg(suffix);
    const QString file = chooser(view, figure.id + QLatin1Char('.') + suffix, filter);
    if (file.isEmpty())
        return;
    const auto written = figureexport::write(file, bytesOf(view, kind));
    line->setVisible(true);
    line->setText(written ? tr("Saved %1", "%1 file name").arg(QDir::toNativeSeparators(file))
                          : written.error().message);
}

} // namespace doctor::ui
