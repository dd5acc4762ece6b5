"""Children that the standard (ISO/IEC 29500-1, 17) and Word 2010 give to properties elements."""

from __future__ import annotations

CHILDREN = {
    "rPr": """w:rStyle w:rFonts w:b w:bCs w:i w:iCs w:caps w:smallCaps w:strike w:dstrike w:outline
        w:shadow w:emboss w:imprint w:noProof w:snapToGrid w:vanish w:webHidden w:color w:spacing
        w:w w:kern w:position w:sz w:szCs w:highlight w:u w:effect w:bdr w:shd w:fitText
        w:vertAlign w:rtl w:cs w:em w:lang w:eastAsianLayout w:specVanish w:oMath w:ins w:del
        w:moveFrom w:moveTo w:rPrChange w14:glow w14:shadow w14:reflection w14:textOutline
        w14:textFill w14:scene3d w14:props3d w14:ligatures w14:numForm w14:numSpacing
        w14:stylisticSets w14:cntxtAlts""",
    "pPr": """w:pStyle w:keepNext w:keepLines w:pageBreakBefore w:framePr w:widowControl w:numPr
        w:suppressLineNumbers w:pBdr w:shd w:tabs w:suppressAutoHyphens w:kinsoku w:wordWrap
        w:overflowPunct w:topLinePunct w:autoSpaceDE w:autoSpaceDN w:bidi w:adjustRightInd
        w:snapToGrid w:spacing w:ind w:contextualSpacing w:mirrorIndents w:suppressOverlap w:jc
        w:textDirection w:textAlignment w:textboxTightWrap w:outlineLvl w:divId w:cnfStyle w:rPr
        w:pPrChange""",
    "tblPr": """w:tblStyle w:tblpPr w:tblOverlap w:bidiVisual w:tblStyleRowBandSize
        w:tblStyleColBandSize w:tblW w:jc w:tblCellSpacing w:tblInd w:tblBorders w:shd w:tblLayout
        w:tblCellMar w:tblLook w:tblCaption w:tblDescription w:tblPrChange""",
    "trPr": """w:cnfStyle w:divId w:gridBefore w:gridAfter w:wBefore w:wAfter w:cantSplit w:trHeight
        w:tblHeader w:tblCellSpacing w:jc w:hidden w:ins w:del w:trPrChange""",
    "tcPr": """w:cnfStyle w:tcW w:gridSpan w:hMerge w:vMerge w:tcBorders w:shd w:noWrap w:tcMar
        w:textDirection w:tcFitText w:vAlign w:hideMark w:headers w:cellIns w:cellDel w:cellMerge
        w:tcPrChange""",
    "sectPr": """w:footnotePr w:endnotePr w:type w:pgSz w:pgMar w:paperSrc w:pgBorders w:lnNumType
        w:pgNumType w:cols w:formProt w:vAlign w:noEndnote w:titlePg w:textDirection w:bidi
        w:rtlGutter w:docGrid w:printerSettings w:sectPrChange""",
}
"""Where → names; w:sectPr in w:pPr and the references to headers are tested with sections."""
